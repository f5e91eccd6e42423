package io.millrace.bench.row;

/** What stands in the first column of a row, and is what ours is compared with. */
public enum Reference {
    KAFKA("Kafka"),
    APICURIO("Apicurio Registry"),
    JAVA_PRODUCER("Java producer");

    private final String heading;

    Reference(String heading) {
        this.heading = heading;
    }

    public String heading() {
        return heading;
    }
}
