package io.millrace.registry.server.storage;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.dek.KeyRecord;
import io.millrace.registry.model.dek.KeyTable;
import java.util.List;
import java.util.function.Function;

/** The keys for encryption, and the only way to change them. Any thread may call; all calls may block. */
public final class KeyStore implements AutoCloseable {
    private final TableStore<KeyTable, KeyRecord> keys;
    private final int keysMax;

    /**
     * Opens nothing yet.
     *
     * @param store the brokers, and the patience with them
     * @param requireLeader ends with {@link NotLeaderException} where another instance writes
     */
    public KeyStore(StoreConfig store, KeyStoreConfig keys, Runnable requireLeader) {
        this.keys = new TableStore<>(store.of(keys.topic()), new KeyFormat(), requireLeader);
        this.keysMax = keys.keysMax();
    }

    /** So many keys of each kind there may be. */
    public int keysMax() {
        return keysMax;
    }

    /** Asks the keys; where there is no topic, there are none. */
    public <T> T read(Function<KeyTable, T> question) {
        return keys.read(question);
    }

    /** Decides and writes; nobody else decides in between. Answers out of what was written. */
    public <T> Decision<T> write(
            Function<KeyTable, Decision<List<KeyRecord>>> operation, Function<KeyTable, T> answer) {
        return keys.write(operation, answer);
    }

    @Override
    public void close() {
        keys.close();
    }
}
