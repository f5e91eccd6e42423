package io.millrace.registry.model;

/** What can go wrong, with the number that clients of a Confluent registry know. */
public enum RegistryErrorCode {
    SUBJECT_NOT_FOUND(40401),
    VERSION_NOT_FOUND(40402),
    SCHEMA_NOT_FOUND(40403),
    SUBJECT_SOFT_DELETED(40404),
    SUBJECT_NOT_SOFT_DELETED(40405),
    VERSION_SOFT_DELETED(40406),
    VERSION_NOT_SOFT_DELETED(40407),
    SUBJECT_CONFIG_NOT_FOUND(40408),
    SUBJECT_MODE_NOT_FOUND(40409),
    ASSOCIATION_NOT_FOUND(40410),
    EXPORTER_NOT_FOUND(40450),
    KEY_NOT_FOUND(40470),
    KEY_NOT_SOFT_DELETED(40471),
    KEY_SOFT_DELETED(40472),
    INCOMPATIBLE_SCHEMA(40901),
    RESOURCE_ASSOCIATED(40903),
    SUBJECT_ASSOCIATED(40904),
    SUBJECT_OWNED(40905),
    NO_LIVE_VERSION(40907),
    ASSOCIATION_FROZEN(40908),
    INVALID_EXPORTER_NAME(40950),
    INVALID_EXPORTER_CONFIG(40951),
    INVALID_EXPORTER_SUBJECTS(40952),
    /** Ours: which code Confluent's registry has for a bad context or rename format is not public. */
    INVALID_EXPORTER_CONTEXT(40953),
    EXPORTER_EXISTS(40960),
    EXPORTER_NOT_PAUSED(40963),
    TOO_MANY_EXPORTERS(40964),
    KEY_EXISTS(40971),
    TOO_MANY_KEYS(40972),
    MISSING_BODY(422),
    INVALID_SCHEMA(42201),
    INVALID_VERSION(42202),
    INVALID_COMPATIBILITY_LEVEL(42203),
    INVALID_MODE(42204),
    OPERATION_NOT_PERMITTED(42205),
    REFERENCE_EXISTS(42206),
    INVALID_SUBJECT(42208),
    SCHEMA_TOO_LARGE(42209),
    INVALID_RULE_SET(42210),
    CONTEXT_NOT_EMPTY(42211),
    INVALID_ASSOCIATION(42212),
    INVALID_KEY(42271),
    KEY_REFERENCED(42272),
    /** Ours, as the gateway's. */
    TOO_MUCH_AT_ONCE(42901),
    STORE_ERROR(50001),
    STORE_TIMEOUT(50002),
    FORWARD_FAILED(50003),
    UNKNOWN_LEADER(50004),
    KEY_GENERATION_FAILED(50070);

    private final int code;

    RegistryErrorCode(int code) {
        this.code = code;
    }

    /** The number in the body of the answer. */
    public int code() {
        return code;
    }

    /** The HTTP status that goes with it: the first three digits. */
    public int httpStatus() {
        return code < 1000 ? code : code / 100;
    }
}
