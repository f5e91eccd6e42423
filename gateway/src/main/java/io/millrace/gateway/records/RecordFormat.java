package io.millrace.gateway.records;

import io.millrace.gateway.http.HttpProblemException;
import java.util.Arrays;
import java.util.Locale;

/** How the bytes of keys or of values are shown in JSON. */
public enum RecordFormat {
    /** A string in base64. */
    BINARY,
    /** JSON as it is. */
    JSON,
    /** A string of the UTF-8 that the bytes are. */
    STRING,
    /** Avro's JSON encoding, by the schema that the record names. */
    AVRO,
    /** The JSON behind the id of the JSON schema that the record names. */
    JSONSCHEMA,
    /** Protobuf's JSON mapping, by the schema that the record names. */
    PROTOBUF;

    /** One that a client names, in letters of any case; {@code where} says where, for the refusal. */
    public static RecordFormat of(String written, String where) {
        return Arrays.stream(values())
                .filter(each -> each.name().equals(written.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new HttpProblemException(
                        400,
                        where + " is one of binary, json, string, avro, jsonschema and protobuf, not '" + written
                                + "'"));
    }
}
