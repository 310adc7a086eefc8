package io.dunlin.promql.function;

/** The type of the value that an expression evaluates to. */
public enum ValueType {
    SCALAR("scalar", "scalar"),
    VECTOR("vector", "instant vector"),
    MATRIX("matrix", "range vector"),
    STRING("string", "string");

    private final String apiName;
    private final String documentedName;

    ValueType(String apiName, String documentedName) {
        this.apiName = apiName;
        this.documentedName = documentedName;
    }

    /** Returns the name that the HTTP API's {@code resultType} has. */
    public String apiName() {
        return apiName;
    }

    /** Returns the name that the documentation and most error messages use. */
    public String documentedName() {
        return documentedName;
    }
}
