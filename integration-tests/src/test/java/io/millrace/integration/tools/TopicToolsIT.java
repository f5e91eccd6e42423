package io.millrace.integration.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools for topics and what is in them: topics, get-offsets, delete-records, log-dirs. */
class TopicToolsIT {

    @TempDir
    static Path folder;

    private static ToolsBroker broker;

    @BeforeAll
    static void start() {
        broker = ToolsBroker.start(folder);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void topicsAreCreatedDescribedAlteredAndDeleted() {
        assertThat(topics("--create", "--topic", "tools", "--partitions", "2", "--config", "retention.ms=12345"))
                .contains("Created topic tools");
        topics("--alter", "--topic", "tools", "--partitions", "4");
        assertThat(topics("--describe", "--topic", "tools"))
                .contains("PartitionCount: 4", "Leader: 1", "retention.ms=12345", "Partition: 3", "Isr: 1");
        assertThat(topics("--describe", "--under-replicated-partitions")).doesNotContain("Topic:");
        assertThat(topics("--list")).contains("tools");
        assertThat(broker.refused("TopicCommand", "--create", "--topic", "tools"))
                .contains("Topic 'tools' already exists.");
        assertThat(broker.refused("TopicCommand", "--alter", "--topic", "tools", "--partitions", "1"))
                .contains("InvalidPartitionsException");
        topics("--delete", "--topic", "tools");
        assertThat(topics("--list")).doesNotContain("tools");
        assertThat(broker.refused("TopicCommand", "--describe", "--topic", "tools"))
                .contains("does not exist");
    }

    @Test
    void offsetsAreFoundByEndsTimeAndLargestTimestamp() throws Exception {
        topics("--create", "--topic", "timed", "--partitions", "1");
        broker.write("timed", 5);
        assertThat(offsets("latest")).contains("timed:0:5");
        assertThat(offsets("earliest")).contains("timed:0:0");
        assertThat(offsets("max-timestamp")).contains("timed:0:4");
        assertThat(offsets("2500")).contains("timed:0:2");
        assertThat(offsets("5001")).doesNotContain("timed:0");
        assertThat(broker.tool("GetOffsetShell", "--topic-partitions", "tim.*:0-1"))
                .contains("timed:0:5");
        assertThat(broker.refused("GetOffsetShell", "--topic", "nothing")).contains("Could not match any topic");
    }

    @Test
    void recordsAreDeletedUpToAnOffset() throws Exception {
        topics("--create", "--topic", "shortened", "--partitions", "1");
        broker.write("shortened", 5);
        assertThat(deleteRecords(3)).contains("shortened-0", "low_watermark: 3");
        assertThat(broker.tool("GetOffsetShell", "--topic", "shortened", "--time", "earliest"))
                .contains("shortened:0:3");
        assertThat(deleteRecords(99)).contains("shortened-0", "OffsetOutOfRangeException");
        assertThat(deleteRecords(-1)).contains("low_watermark: 5");
    }

    @Test
    void logDirectoriesAreDescribedWithSizes() throws Exception {
        topics("--create", "--topic", "measured", "--partitions", "1");
        broker.write("measured", 5);
        String described = broker.tool("LogDirsCommand", "--describe", "--topic-list", "measured");
        assertThat(described)
                .contains("\"broker\":1", "\"partition\":\"measured-0\"", "\"error\":null", "\"isFuture\":false")
                .containsPattern("\"size\":[1-9]\\d*")
                .contains(folder.toString());
        assertThat(broker.refused("LogDirsCommand", "--describe", "--broker-list", "7"))
                .contains("do not exist");
    }

    private static String deleteRecords(long offset) {
        String json = "{\"partitions\": [{\"topic\": \"shortened\", \"partition\": 0, \"offset\": " + offset
                + "}], \"version\": 1}";
        return broker.tool("DeleteRecordsCommand", "--offset-json-file", broker.file("offsets.json", json));
    }

    private static String offsets(String time) {
        return broker.tool("GetOffsetShell", "--topic", "timed", "--time", time);
    }

    private static String topics(String... arguments) {
        return broker.tool("TopicCommand", arguments);
    }
}
