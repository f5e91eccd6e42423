package io.millrace.broker.metadata.config;

/** The type of a config value, with the code that DescribeConfigs reports. */
public enum ConfigType {
    BOOLEAN((byte) 1),
    STRING((byte) 2),
    INT((byte) 3),
    LONG((byte) 5),
    DOUBLE((byte) 6),
    LIST((byte) 7),
    PASSWORD((byte) 9);

    private final byte code;

    ConfigType(byte code) {
        this.code = code;
    }

    public byte code() {
        return code;
    }
}
