package io.millrace.connect.rest.access;

import io.millrace.connect.worker.control.SessionKeys;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Writes and reads the letters by which workers believe each other on whose behalf they ask. */
public final class WorkerLetters {
    /** The header; Kafka Connect's workers have their signatures in one of this name. */
    public static final String HEADER = "X-Connect-Authorization";

    /** What the clocks of two machines may differ by, and the age at which a letter that was overheard is worth nothing. */
    private static final long AGE_MAX_MS = TimeUnit.MINUTES.toMillis(5);

    private final SessionKeys keys;

    public WorkerLetters(SessionKeys keys) {
        this.keys = keys;
    }

    /** The header for a request of this worker; see {@code Outgoing.Letters}. */
    public CompletableFuture<Map<String, String>> write(Caller caller, String method, String target, byte[] body) {
        return keys.own()
                .thenApply(key -> Map.of(
                        HEADER,
                        WorkerLetter.signed(
                                        key.workerId(),
                                        key.secret(),
                                        caller.name(),
                                        System.currentTimeMillis(),
                                        method,
                                        target,
                                        body)
                                .header()));
    }

    /** What a letter turned out to be. */
    public record Read(Verdict verdict, String caller, Predicate<byte[]> isAbout) {}

    /** Whether to believe a letter. */
    public enum Verdict {
        /** A worker of this cluster speaks for the caller, if the body is the right one. */
        GENUINE,
        /** The key is unknown, or not known yet. */
        STRANGE,
        /** It is no letter, or one of another time. */
        FALSE
    }

    /** Judges all but the body. */
    public Read read(String header, String method, String target) {
        Optional<WorkerLetter> letter = WorkerLetter.parse(header);
        if (letter.isEmpty()) {
            return new Read(Verdict.FALSE, "", body -> false);
        }
        if (Math.abs(System.currentTimeMillis() - letter.get().timeMs()) > AGE_MAX_MS) {
            return new Read(Verdict.FALSE, "", body -> false);
        }
        // By a key that nobody has heard of here, it may be a newer one than this worker has read.
        boolean signed = keys.of(letter.get().workerId()).stream()
                .anyMatch(key -> letter.get().isSignedBy(key.secret(), method, target));
        Verdict verdict = signed ? Verdict.GENUINE : Verdict.STRANGE;
        return new Read(verdict, letter.get().caller(), letter.get()::isAbout);
    }
}
