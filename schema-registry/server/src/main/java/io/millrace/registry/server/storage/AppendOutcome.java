package io.millrace.registry.server.storage;

import io.millrace.registry.model.RegistryErrorCode;

/**
 * What became of the records of one append, once they have been replayed.
 *
 * @param first the offset of the first record
 * @param last that of the last
 * @param fenced that of the writer's first record that another claim kept from being applied, -1 if none
 * @param refused that of the last record whose id stood for another schema, -1 if none
 */
record AppendOutcome(long first, long last, long fenced, long refused) {
    /** Whether each record was applied. */
    boolean isWhole() {
        return !isFenced() && refused < first;
    }

    /** Whether another claim kept one of the records, and all behind it, from being applied. */
    boolean isFenced() {
        return fenced >= 0 && fenced <= last;
    }

    /** Whether none was applied for sure. */
    boolean isVoid() {
        return isFenced() ? fenced <= first : first == last && refused == first;
    }

    /** What kept a record from being applied. */
    StoreException failure() {
        return new StoreException(
                RegistryErrorCode.STORE_ERROR,
                isFenced()
                        ? "another writer came in between"
                        : "a peer gave the id of the schema to another; try again",
                null);
    }
}
