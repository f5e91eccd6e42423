package io.millrace.hub.client;

import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Finds the sentence in a failure that a user can act on. */
public final class Messages {

    private static final int MAX_CAUSES = 16;

    private Messages() {}

    /** One line: the message of the failure below the wrappers that concurrency puts around it. */
    public static String of(Throwable failure) {
        Throwable current = failure;
        for (int depth = 0; depth < MAX_CAUSES && isWrapper(current); depth++) {
            current = current.getCause();
        }
        if (current instanceof ConnectException && current.getMessage() == null) {
            return "nothing answers there (connection refused); is it started? (millrace start)";
        }
        return current.getMessage() == null ? current.getClass().getSimpleName() : current.getMessage();
    }

    private static boolean isWrapper(Throwable failure) {
        return failure.getCause() != null
                && (failure instanceof ExecutionException || failure instanceof CompletionException);
    }
}
