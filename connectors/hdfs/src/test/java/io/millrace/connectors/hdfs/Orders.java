package io.millrace.connectors.hdfs;

import io.millrace.connectors.hdfs.read.CommittedFiles;
import io.millrace.connectors.testkit.InMemoryTopics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** The records that most tests write, and how they are found again. */
final class Orders {

    static final String TOPIC = "orders";

    static final Schema SCHEMA = SchemaBuilder.struct()
            .name("shop.Order")
            .version(1)
            .field("id", Schema.INT32_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private Orders() {}

    static InMemoryTopics topics(int partitionCount, int recordsEach) {
        InMemoryTopics topics = new InMemoryTopics();
        for (int partition = 0; partition < partitionCount; partition++) {
            for (int index = 0; index < recordsEach; index++) {
                append(topics, partition, partition * recordsEach + index);
            }
        }
        return topics;
    }

    static void append(InMemoryTopics topics, int partition, int id) {
        topics.append(
                TOPIC,
                partition,
                InMemoryTopics.Datum.NONE,
                new InMemoryTopics.Datum(
                        SCHEMA, new Struct(SCHEMA).put("id", id).put("note", "n" + id % 3)));
    }

    static Map<String, String> settings(Path folder, String... more) {
        return settings(folder.toUri().toString(), more);
    }

    static Map<String, String> settings(String url, String... more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("name", "archive");
        settings.put("store.url", url);
        settings.put("flush.size", "10");
        settings.put("retry.backoff.ms", "1");
        for (int index = 0; index < more.length; index += 2) {
            settings.put(more[index], more[index + 1]);
        }
        return settings;
    }

    /** The ids in all committed files, in the order of the files. */
    static List<Integer> ids(Map<String, String> settings) {
        return ids(settings, TOPIC);
    }

    /** The ids in the files below several folders of topics. */
    static List<Integer> ids(Map<String, String> settings, String... folders) {
        List<Integer> ids = new ArrayList<>();
        try (CommittedFiles files = CommittedFiles.of(settings)) {
            for (String folder : folders) {
                files.records(folder).forEach(found -> ids.add((Integer) ((GenericRecord) found).get("id")));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return ids;
    }
}
