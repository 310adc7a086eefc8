package io.dunlin.promql.result;

/** The value of a query. Immutable by convention: arrays inside are shared and must not be changed. */
public sealed interface QueryValue permits ScalarValue, StringValue, VectorValue, MatrixValue {
    /** Calls the visitor's method for this type. */
    <T> T accept(Visitor<T> visitor);

    /** One method a type. */
    interface Visitor<T> {
        /** Visits a scalar. */
        T visit(ScalarValue scalar);

        /** Visits a string. */
        T visit(StringValue string);

        /** Visits an instant vector. */
        T visit(VectorValue vector);

        /** Visits a matrix. */
        T visit(MatrixValue matrix);
    }
}
