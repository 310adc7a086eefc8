package io.dunlin.http.endpoint;

import io.dunlin.http.ApiException;
import io.dunlin.http.ErrorType;
import io.dunlin.promql.result.QueryException;
import io.dunlin.tsdb.storage.StorageException;

/** Says what a failed query or read means to the client. */
final class QueryErrors {
    private QueryErrors() {}

    /** Returns the answer to a query that has no result. */
    static ApiException of(QueryException failure) {
        String message = failure.getMessage();
        return switch (failure.kind()) {
            case BAD_DATA -> ApiException.invalidParameter("query", message);
            case EXECUTION -> new ApiException(ErrorType.EXECUTION, message);
            case CANCELED -> new ApiException(ErrorType.CANCELED, message);
            case TIMEOUT -> new ApiException(ErrorType.TIMEOUT, message);
            case INTERNAL -> new ApiException(ErrorType.INTERNAL, message);
        };
    }

    /** Returns the answer to a read that the storage could not serve. */
    static ApiException of(StorageException failure) {
        return new ApiException(ErrorType.INTERNAL, failure.getMessage());
    }
}
