package io.millrace.registry.model.dek;

import java.util.Arrays;
import java.util.Optional;

/** What a data encryption key is for, as clients name it. */
public enum KeyAlgorithm {
    AES128_GCM,
    AES256_GCM,
    AES256_SIV;

    /** The one of this name, letter for letter. */
    public static Optional<KeyAlgorithm> find(String name) {
        return Arrays.stream(values()).filter(each -> each.name().equals(name)).findFirst();
    }
}
