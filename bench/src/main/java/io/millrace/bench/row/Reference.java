package io.millrace.bench.row;

/** What stands in the first column of a row, and is what ours is compared with. */
public enum Reference {
    KAFKA("Kafka"),
    APICURIO("Apicurio Registry"),
    APICURIO_ON_KAFKA("Apicurio Registry on Kafka"),
    JAVA_PRODUCER("Java producer");

    private final String heading;

    Reference(String heading) {
        this.heading = heading;
    }

    public String heading() {
        return heading;
    }
}
