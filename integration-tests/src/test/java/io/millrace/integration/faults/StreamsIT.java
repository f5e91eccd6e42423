package io.millrace.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kafka Streams counts words exactly once, through a repartition topic and a changelog, while its threads die in the
 * middle of transactions and the broker is killed.
 */
class StreamsIT {

    private static final int PARTITIONS = 2;
    private static final String APPLICATION = "word-count";

    @TempDir
    Path folder;

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean dieSoon = new AtomicBoolean();

    @Test
    void countsEachWordOnceAlthoughThreadsDieTheBrokerIsKilledAndTheStateIsLost() throws Exception {
        // Given
        try (FaultyHub hub = FaultyHub.start(
                folder.resolve("hub"),
                "offsets.topic.num.partitions=3",
                "transaction.state.log.num.partitions=3",
                "group.initial.rebalance.delay.ms=0")) {
            createTopics(hub.bootstrapServers());
            try (var counts = new CommittedCounts(
                            hub.bootstrapServers(),
                            List.of(new TopicPartition("counts", 0), new TopicPartition("counts", 1)));
                    var lines = WordLines.start(hub.bootstrapServers(), "lines", FaultOptions.random())) {
                // When
                Map<String, Long> written;
                try (KafkaStreams streams = startStreams(hub, "first")) {
                    counts.awaitMore(500);
                    dieSoon.set(true);
                    counts.awaitMore(500);
                    dieSoon.set(true);
                    hub.kill();
                    hub.startAgain();
                    counts.awaitMore(500);
                    streams.close(
                            CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
                }
                try (KafkaStreams restored = startStreams(hub, "second")) {
                    counts.awaitMore(500);
                    written = lines.finish();
                    // Then
                    assertThat(counts.readUntil(written::equals)).isEqualTo(written);
                    assertThat(restored.state()).matches(KafkaStreams.State::isRunningOrRebalancing);
                }
                assertThat(failures).isEmpty();
                assertThat(topics(hub.bootstrapServers()))
                        .contains(APPLICATION + "-words-repartition", APPLICATION + "-counted-changelog");
            }
        }
    }

    private KafkaStreams startStreams(FaultyHub hub, String stateFolder) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                APPLICATION,
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                hub.bootstrapServers(),
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2,
                StreamsConfig.STATE_DIR_CONFIG,
                folder.resolve(stateFolder).toString(),
                StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                PARTITIONS,
                StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
                0,
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                100,
                "auto.offset.reset",
                "earliest",
                "reconnect.backoff.max.ms",
                200));
        // A thread that died is missed after this time.
        settings.put("session.timeout.ms", 6_000);
        KafkaStreams streams = new KafkaStreams(topology(), settings);
        streams.setUncaughtExceptionHandler(failure -> {
            if (failure.getCause() instanceof WantedDeath) {
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            }
            failures.add(failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.start();
        return streams;
    }

    private Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, Long> counts = builder.stream("lines", Consumed.with(Serdes.String(), Serdes.String()))
                .flatMapValues(line -> Arrays.asList(line.split(" ")))
                .groupBy((key, word) -> word, Grouped.with("words", Serdes.String(), Serdes.String()))
                .count(Materialized.as("counted"))
                .toStream();
        counts.to("counts", Produced.with(Serdes.String(), Serdes.Long()));
        counts.foreach((word, count) -> {
            if (dieSoon.compareAndSet(true, false)) {
                throw new WantedDeath();
            }
        });
        return builder.build();
    }

    private static void createTopics(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(
                            new NewTopic("lines", PARTITIONS, (short) 1),
                            new NewTopic("counts", PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static Set<String> topics(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            return admin.listTopics().names().get();
        }
    }

    /** Ends a thread after its count has been sent and before that is committed. */
    private static final class WantedDeath extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
