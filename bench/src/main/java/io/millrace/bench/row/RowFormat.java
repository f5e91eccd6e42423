package io.millrace.bench.row;

import io.millrace.bench.load.AvroRow;
import io.millrace.bench.peer.MillraceServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How rows are written in a topic. */
enum RowFormat {
    JSON("JSON", "") {
        @Override
        List<Path> plugins(Visit visit) {
            return List.of(visit.peer().plugins());
        }

        @Override
        Map<String, String> converter(Visit visit) {
            return Map.of();
        }

        @Override
        byte[] row(Visit visit, String topic) {
            return ROW;
        }
    },
    AVRO("Avro", "avro-") {
        @Override
        List<Path> plugins(Visit visit) {
            return Stream.concat(JSON.plugins(visit).stream(), Stream.of(visit.registryPlugins()))
                    .toList();
        }

        @Override
        Map<String, String> converter(Visit visit) throws IOException {
            return Map.of(
                    "value.converter",
                    "io.confluent.connect.avro.AvroConverter",
                    "value.converter.schema.registry.url",
                    url(visit));
        }

        @Override
        byte[] row(Visit visit, String topic) throws IOException, InterruptedException {
            return AvroRow.of(url(visit), topic);
        }

        private String url(Visit visit) throws IOException {
            return MillraceServers.url(visit.registry().port());
        }
    };

    /** 81 bytes. */
    private static final byte[] ROW = ("{\"id\":4711,\"name\":\"customer of the bench\",\"amount\":12.25,"
                    + "\"at\":1700000000000}")
            .getBytes(StandardCharsets.UTF_8);

    private final String label;
    private final String keyPart;

    RowFormat(String label, String keyPart) {
        this.label = label;
        this.keyPart = keyPart;
    }

    /** For people. */
    String label() {
        return label;
    }

    /** What the keys of rows have before the number of transformations. */
    String keyPart() {
        return keyPart;
    }

    /** The folders of plugins that a worker needs for it. */
    abstract List<Path> plugins(Visit visit);

    /** Settings of a connector, where it is not the worker's own converter. */
    abstract Map<String, String> converter(Visit visit) throws IOException;

    /** A row as it stands in the topic. */
    abstract byte[] row(Visit visit, String topic) throws IOException, InterruptedException;
}
