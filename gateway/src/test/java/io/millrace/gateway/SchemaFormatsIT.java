package io.millrace.gateway;

/** Records by schemas of each type on our own broker. */
class SchemaFormatsIT extends SchemaFormatsSuite {
    SchemaFormatsIT() {
        super(BrokerKind.MILLRACE);
    }
}
