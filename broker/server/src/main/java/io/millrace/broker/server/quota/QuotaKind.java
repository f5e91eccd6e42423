package io.millrace.broker.server.quota;

/** What is limited. */
public enum QuotaKind {
    PRODUCE("producer_byte_rate"),
    FETCH("consumer_byte_rate"),
    REQUEST("request_percentage"),
    CONTROLLER_MUTATION("controller_mutation_rate");

    private final String key;

    QuotaKind(String key) {
        this.key = key;
    }

    /** Kafka's name of the limit. */
    public String key() {
        return key;
    }
}
