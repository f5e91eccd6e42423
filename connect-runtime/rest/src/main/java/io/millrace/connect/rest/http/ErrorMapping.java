package io.millrace.connect.rest.http;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Turns a failure into an answer; the one place where exceptions become statuses. */
public interface ErrorMapping {
    Answer answer(Throwable failure);

    /** The base address of the worker that can answer instead, if that is what the failure says. */
    Optional<URI> elsewhere(Throwable failure);

    /** Whether the trouble passes by itself in a moment, so that the request may as well wait. */
    boolean passing(Throwable failure);

    /** Completes when this worker has heard what that other one did, so that the next request finds it here. */
    CompletionStage<Void> heard();
}
