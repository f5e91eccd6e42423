package io.millrace.connect.rest.access;

import io.millrace.connect.worker.control.SessionKeys;
import io.millrace.http.access.Letter;
import io.millrace.http.access.Letters;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Writes and reads the letters by which workers believe each other on whose behalf they ask. */
public final class WorkerLetters implements Letters {
    /** The header; Kafka Connect's workers have their signatures in one of this name. */
    public static final String HEADER = "X-Connect-Authorization";

    private final SessionKeys keys;

    public WorkerLetters(SessionKeys keys) {
        this.keys = keys;
    }

    /** The header for a request of this worker; see {@code Outgoing.Letters}. */
    public CompletableFuture<Map<String, String>> write(Caller caller, String method, String target, byte[] body) {
        return keys.own()
                .thenApply(key -> Map.of(
                        HEADER,
                        Letter.signed(
                                        key.workerId(),
                                        key.secret(),
                                        caller.name(),
                                        System.currentTimeMillis(),
                                        method,
                                        target,
                                        body)
                                .header()));
    }

    @Override
    public String header() {
        return HEADER;
    }

    @Override
    public Read read(String header, String method, String target) {
        Optional<Letter> letter = Letter.parse(header);
        if (letter.isEmpty() || !letter.get().isOfThisTime(System.currentTimeMillis())) {
            return Read.FALSE;
        }
        // By a key that nobody has heard of here, it may be a newer one than this worker has read.
        boolean signed = keys.of(letter.get().sender()).stream()
                .anyMatch(key -> letter.get().isSignedBy(key.secret(), method, target));
        Verdict verdict = signed ? Verdict.GENUINE : Verdict.STRANGE;
        return new Read(verdict, letter.get().caller(), letter.get()::isAbout);
    }
}
