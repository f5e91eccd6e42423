package io.millrace.gateway.produce;

import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What REST Proxy v2 calls embedded formats, told by the media type of the body. */
enum V2Format {
    BINARY("application/vnd.kafka.binary.v2+json"),
    JSON("application/vnd.kafka.json.v2+json"),
    AVRO("application/vnd.kafka.avro.v2+json");

    private final String type;

    V2Format(String type) {
        this.type = type;
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
