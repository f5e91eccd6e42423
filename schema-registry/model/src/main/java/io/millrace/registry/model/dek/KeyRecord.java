package io.millrace.registry.model.dek;

/** What a record of the topic of keys says. */
public sealed interface KeyRecord {
    /** Changes the table. */
    void apply(KeyTable table);

    /** A KEK is as it stands here. */
    record KekWritten(Kek kek) implements KeyRecord {
        @Override
        public void apply(KeyTable table) {
            table.put(kek);
        }
    }

    /** A KEK is gone for good. */
    record KekErased(String name) implements KeyRecord {
        @Override
        public void apply(KeyTable table) {
            table.removeKek(name);
        }
    }

    /** A DEK is as it stands here. */
    record DekWritten(Dek dek) implements KeyRecord {
        @Override
        public void apply(KeyTable table) {
            table.put(dek);
        }
    }

    /** A DEK is gone for good. */
    record DekErased(DekId id) implements KeyRecord {
        @Override
        public void apply(KeyTable table) {
            table.removeDek(id);
        }
    }
}
