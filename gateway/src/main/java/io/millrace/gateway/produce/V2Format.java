package io.millrace.gateway.produce;

import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.registry.serde.any.AnySchema;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What REST Proxy v2 calls embedded formats, told by the media type of the body. */
enum V2Format {
    BINARY("binary", null),
    JSON("json", null),
    AVRO("avro", AnySchema.Type.AVRO),
    JSONSCHEMA("jsonschema", AnySchema.Type.JSON),
    PROTOBUF("protobuf", AnySchema.Type.PROTOBUF);

    private final String type;
    private final AnySchema.Type schemas;

    V2Format(String name, AnySchema.Type schemas) {
        this.type = "application/vnd.kafka." + name + ".v2+json";
        this.schemas = schemas;
    }

    /** Of which type the schemas are; null if it has none. */
    AnySchema.Type schemas() {
        return schemas;
    }

    /** That of a body; 415 where there is none. */
    static V2Format of(Exchange exchange) {
        return exchange.contentType()
                .flatMap(type -> Arrays.stream(values())
                        .filter(each -> each.type.equals(type.toString()))
                        .findFirst())
                .orElseThrow(() -> new HttpProblemException(
                        415,
                        "HTTP 415 Unsupported Media Type: the Content-Type is one of "
                                + Arrays.stream(values()).map(each -> each.type).collect(Collectors.joining(", "))));
    }
}
