package io.millrace.registry.model.dek;

/**
 * A data encryption key, wrapped.
 *
 * @param encryptedKeyMaterial in base64
 * @param tsMs when it was written last, in ms since 1970; 0 before
 */
public record Dek(DekId id, String encryptedKeyMaterial, boolean deleted, long tsMs) {
    Dek as(boolean nowDeleted) {
        return new Dek(id, encryptedKeyMaterial, nowDeleted, tsMs);
    }

    /** The same, written at that time. */
    Dek at(long ms) {
        return new Dek(id, encryptedKeyMaterial, deleted, ms);
    }

    /** Without the material. */
    @Override
    public String toString() {
        return "Dek[" + id + ", deleted=" + deleted + "]";
    }
}
