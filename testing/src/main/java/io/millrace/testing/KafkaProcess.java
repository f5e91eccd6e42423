package io.millrace.testing;

import java.util.List;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** Main class of the child JVM of {@link TestingKafka}: formats the storage, then runs the broker. */
final class KafkaProcess {

    private KafkaProcess() {}

    /** Arguments: the properties file and the cluster id. */
    public static void main(String[] arguments) {
        List<String> format =
                List.of("format", "--config", arguments[0], "--cluster-id", arguments[1], "--ignore-formatted");
        int status = StorageTool.execute(format.toArray(String[]::new), System.out);
        if (status != 0) {
            System.exit(status);
        }
        Kafka.main(new String[] {arguments[0]});
    }
}
