package io.millrace.broker.server.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.millrace.broker.log.AppendResult;
import io.millrace.broker.log.LogDirectories;
import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.network.NetworkLoops;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class PartitionReconcilerTest {

    @TempDir
    Path directory;

    private final PartitionTable table = new PartitionTable();
    private final List<String> told = new ArrayList<>();
    private ScriptedLogDirectory logs;
    private ScriptedLogDirectory others;
    private NetworkLoops loops;
    private boolean listenerFails;
    private PartitionReconciler reconciler;

    @BeforeEach
    void open() {
        logs = new ScriptedLogDirectory(directory.resolve("first"));
        others = new ScriptedLogDirectory(directory.resolve("second"));
        loops = NetworkLoops.start("reconciler-test", 1);
        reconciler = reconciler(LogDirectories.of(List.of(logs)));
    }

    private PartitionReconciler reconciler(LogDirectories directories) {
        var site = new PartitionReconciler.Site(
                Images.BROKER_ID,
                directories,
                loops.all(),
                new TopicDefaults(Map.of()),
                SteadyClock.start(InstantSource.system()));
        return new PartitionReconciler(site, table, new PartitionListener() {
            @Override
            public void leading(PartitionHost host) {
                told.add("leading " + host.log().topic());
            }

            @Override
            public void gone(PartitionHost host) {
                told.add("gone " + host.log().topic());
            }

            @Override
            public void offline(PartitionHost host) {
                told.add("offline " + host.log().topic());
                if (listenerFails) {
                    throw new IllegalStateException("an error for this test");
                }
            }
        });
    }

    @AfterEach
    void close() {
        loops.close();
        logs.close();
        others.close();
    }

    @Test
    void hostsEveryOtherTopicWhenTheConfigOfOneCannotBe() {
        // Given
        var image = new Images()
                .topic(1, "first", 1, 0)
                .topic(2, "broken", 1, 0)
                .topic(3, "third", 1, 0)
                .config("broken", "segment.bytes", "5000")
                .build();

        // When
        boolean complete = reconciler.reconcile(image);

        // Then
        assertThat(complete).isFalse();
        assertThat(told).containsExactly("leading first", "leading third");
        assertThat(table.find(Images.id(3), 0)).get().matches(host -> host.leaderEpoch() == 0);

        // When
        var mended = new Images()
                .topic(1, "first", 1, 0)
                .topic(2, "broken", 1, 0)
                .topic(3, "third", 1, 0)
                .build();

        // Then
        assertThat(reconciler.reconcile(mended)).isTrue();
        assertThat(told).containsExactly("leading first", "leading third", "leading broken");
    }

    @Test
    void deletesALogInTheEndThatCouldNotBeDeletedAtOnce() {
        // Given
        reconciler.reconcile(
                new Images().topic(1, "gone", 1, 0).topic(2, "kept", 1, 0).build());
        told.clear();
        var without = new Images().topic(2, "kept", 1, 1).build();
        logs.full(true);

        // When
        boolean complete = reconciler.reconcile(without);

        // Then
        assertThat(complete).isFalse();
        assertThat(told).containsExactly("gone gone", "leading kept");
        assertThat(logs.get(Images.id(1), 0)).isPresent();

        // When
        logs.full(false);

        // Then
        assertThat(reconciler.reconcile(without)).isTrue();
        assertThat(logs.get(Images.id(1), 0)).isEmpty();
        assertThat(table.find(Images.id(1), 0)).isEmpty();
        assertThat(told).containsExactly("gone gone", "leading kept");
    }

    @Test
    void aFailedDirectoryTakesItsPartitionsAloneOfflineAndTheyComeBackNowhereElse() {
        // Given
        reconciler = reconciler(LogDirectories.of(List.of(logs, others)));
        var images = new Images().topic(1, "sound", 1, 0).topic(2, "failing", 1, 0);
        reconciler.reconcile(images.build());
        PartitionHost failing = table.find(Images.id(2), 0).orElseThrow();
        told.clear();

        // When
        others.fail();
        reconciler.takeOffline(others);

        // Then
        assertThat(told).containsExactly("offline failing");
        assertThat(failing.leaderEpoch()).isEqualTo(PartitionHost.NOT_LEADING);
        assertThat(table.find(Images.id(1), 0)).get().matches(host -> host.leaderEpoch() == 0);
        assertThat(table.find(Images.id(2), 0)).isEmpty();
        assertThat(table.absence(Images.id(2), 0)).isEqualTo(Errors.KAFKA_STORAGE_ERROR);
        assertThat(table.absence(Images.id(3), 0)).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);

        // When: a change of the failed topic, and a new one
        var next = images.config("failing", "retention.ms", "5").topic(3, "new", 2, 0);

        // Then
        assertThat(reconciler.reconcile(next.build())).isTrue();
        assertThat(table.find(Images.id(2), 0)).isEmpty();
        assertThat(logs.partitionCount()).isEqualTo(3);
        assertThat(told).containsExactly("offline failing", "leading new", "leading new");

        // When: deleted
        var last = new Images().topic(1, "sound", 1, 0).topic(3, "new", 2, 0);

        // Then
        assertThat(reconciler.reconcile(last.build())).isTrue();
        assertThat(table.isOffline(Images.id(2), 0)).isFalse();
    }

    @Test
    void aDirectoryThatFailsBeforeTheFirstImageKeepsItsPartitions() {
        // Given
        others.create(Images.id(2), "failing", 0, LogConfig.defaults());
        reconciler = reconciler(LogDirectories.of(List.of(logs, others)));
        others.fail();
        var image =
                new Images().topic(1, "sound", 1, 0).topic(2, "failing", 1, 0).build();

        // When
        reconciler.takeOffline(others);
        reconciler.takeStock(image);
        boolean complete = reconciler.reconcile(image);

        // Then
        assertThat(complete).isTrue();
        assertThat(table.isOffline(Images.id(2), 0)).isTrue();
        assertThat(logs.partitionCount()).isEqualTo(1);
    }

    @Test
    void allPartitionsGoOfflineWhateverBecomesOfOne() {
        // Given
        reconciler.reconcile(
                new Images().topic(1, "one", 1, 0).topic(2, "other", 1, 0).build());
        told.clear();
        listenerFails = true;

        // When
        logs.fail();
        reconciler.takeOffline(logs);

        // Then
        assertThat(told).containsExactlyInAnyOrder("offline one", "offline other");
        assertThat(table.isOffline(Images.id(1), 0)).isTrue();
        assertThat(table.isOffline(Images.id(2), 0)).isTrue();
    }

    @Test
    void aFullDiskLeavesNewPartitionsToTheOthers() {
        // Given
        reconciler = reconciler(LogDirectories.of(List.of(logs, others)));
        logs.full(true);
        var images = new Images().topic(1, "new", 2, 0);

        // Then
        assertThat(reconciler.reconcile(images.build())).isTrue();
        assertThat(logs.partitionCount()).isZero();
        assertThat(others.partitionCount()).isEqualTo(2);

        // When: both are full
        others.full(true);
        var more = images.topic(2, "late", 1, 0).build();

        // Then
        assertThat(reconciler.reconcile(more)).isFalse();
        logs.full(false);
        assertThat(reconciler.reconcile(more)).isTrue();
        assertThat(logs.partitionCount()).isEqualTo(1);
    }

    @Test
    void answersWhoeverWaitsForAFailedDirectory() {
        // Given
        reconciler = reconciler(LogDirectories.of(List.of(others, logs)));
        reconciler.reconcile(new Images().topic(1, "failing", 1, 0).build());
        PartitionHost host = table.find(Images.id(1), 0).orElseThrow();
        var answer = new CompletableFuture<AppendOutcome>();
        host.loop().execute(() -> host.whenSafe(new AppendResult(100, 100, -1, 0, false), 600_000, answer::complete));

        // When
        others.fail();
        reconciler.takeOffline(others);

        // Then
        assertThat(answer.orTimeout(60, TimeUnit.SECONDS).join().error()).isEqualTo(Errors.KAFKA_STORAGE_ERROR);
    }

    @Test
    void triesAgainOnceForAllImagesThatCouldNotBeFollowed() {
        // Given
        var broken = new Images()
                .topic(1, "broken", 1, 0)
                .config("broken", "segment.bytes", "5000")
                .build();
        var thread = new ScheduledThreadPoolExecutor(1);
        try (var follower = new ImageFollower(reconciler, thread)) {
            // When
            for (int i = 0; i < 50; i++) {
                follower.follow(broken);
            }

            // Then
            assertThat(thread.getQueue()).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void saysOnceThatASettingHasNoEffect() {
        // Given
        var logger = (Logger) LoggerFactory.getLogger(UnusedSettings.class);
        var logged = new ListAppender<ILoggingEvent>();
        logged.start();
        logger.addAppender(logged);

        // When
        reconciler.reconcile(new Images()
                .topic(1, "flushed", 1, 0)
                .config("flushed", "flush.ms", "10")
                .topic(2, "again", 1, 0)
                .config("again", "flush.ms", "20")
                .topic(3, "usual", 1, 0)
                .config("usual", "preallocate", "false")
                .build());
        logger.detachAppender(logged);

        // Then
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .contains("name=flush.ms", "the topic flushed", "on disk");
    }
}
