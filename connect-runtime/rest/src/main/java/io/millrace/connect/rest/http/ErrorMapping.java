package io.millrace.connect.rest.http;

import java.net.URI;
import java.util.Optional;

/** Turns a failure into an answer; the one place where exceptions become statuses. */
public interface ErrorMapping {
    Answer answer(Throwable failure);

    /** The base address of the worker that can answer instead, if that is what the failure says. */
    Optional<URI> elsewhere(Throwable failure);
}
