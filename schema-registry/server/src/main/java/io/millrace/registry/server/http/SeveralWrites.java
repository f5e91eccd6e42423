package io.millrace.registry.server.http;

import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.server.storage.NotLeaderException;
import io.millrace.registry.server.storage.StoreException;
import java.util.function.Supplier;

/**
 * The writes of one request, for one thread. After the first, a failure of the store does not say any more that nothing
 * was changed, and neither does another leader.
 */
final class SeveralWrites {
    private boolean begun;

    /** Whether a write has been made. */
    boolean hasBegun() {
        return begun;
    }

    /** Makes the next write; throws a {@link StoreException} of unknown outcome if it fails after another. */
    <T> T next(Supplier<T> write) {
        try {
            T answer = write.get();
            begun = true;
            return answer;
        } catch (StoreException e) {
            throw begun ? e.ofUnknownOutcome() : e;
        } catch (NotLeaderException e) {
            if (begun) {
                throw new StoreException(RegistryErrorCode.UNKNOWN_LEADER, "another instance leads now", e)
                        .ofUnknownOutcome();
            }
            throw e;
        }
    }
}
