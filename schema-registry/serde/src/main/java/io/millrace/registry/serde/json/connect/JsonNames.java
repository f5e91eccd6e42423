package io.millrace.registry.serde.json.connect;

/** The names that Connect's mapping to JSON Schema gives a meaning; other converters read and write the same ones. */
final class JsonNames {
    static final String NAMESPACE = "io.confluent.connect.json";
    static final String ENUM = NAMESPACE + ".Enum";
    static final String ONE_OF = NAMESPACE + ".OneOf";
    static final String ONE_OF_FIELD = ONE_OF + ".field.";
    static final String ID = NAMESPACE + ".Id";
    /** What stands for null among the symbols of an enum. */
    static final String NULL_SYMBOL = "<NULL>";

    static final String TYPE = "connect.type";
    static final String VERSION = "connect.version";
    static final String PARAMETERS = "connect.parameters";
    static final String INDEX = "connect.index";

    static final String MAP = "map";
    static final String BYTES = "bytes";
    static final String KEY = "key";
    static final String VALUE = "value";

    private JsonNames() {}
}
