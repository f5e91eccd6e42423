package io.millrace.registry.server.storage;

import io.millrace.registry.model.dek.KeyCodec;
import io.millrace.registry.model.dek.KeyCodec.UnreadableKeyException;
import io.millrace.registry.model.dek.KeyRecord;
import io.millrace.registry.model.dek.KeyTable;
import java.util.Optional;

/** Keys for encryption, as Confluent's registry keeps them. */
final class KeyFormat implements TableFormat<KeyTable, KeyRecord> {
    @Override
    public String what() {
        return "keys";
    }

    @Override
    public KeyTable empty() {
        return new KeyTable();
    }

    @Override
    public byte[] key(KeyRecord written) {
        return KeyCodec.key(written);
    }

    @Override
    public byte[] value(KeyRecord written) {
        return KeyCodec.value(written);
    }

    @Override
    public Optional<KeyRecord> decode(byte[] key, byte[] value, long tsMs) throws UnreadableException {
        try {
            return KeyCodec.decode(key, value, tsMs);
        } catch (UnreadableKeyException e) {
            throw new UnreadableException(e.getMessage());
        }
    }

    @Override
    public void apply(KeyRecord written, KeyTable table) {
        written.apply(table);
    }
}
