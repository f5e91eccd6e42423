package io.millrace.registry.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.registry.model.RegistryMode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.record.LeaderClaim;
import io.millrace.registry.model.record.RecordCodec;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.state.RegistryState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ReplayedStateTest {
    private static final String OWN = "own";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SUBJECTS = 3;
    private static final int VERSIONS = 3;
    private static final int IDS = 4;
    private static final List<RegistryMode> MODES = List.of(RegistryMode.values());
    private static final int ROUNDS = 500;
    /** So many records the reader may find before they are confirmed. */
    private static final int NOT_CONFIRMED_YET = 3;

    private final ReplayedState replayed = new ReplayedState();

    private static ConsumerRecord<byte[], byte[]> stored(long offset, String writer, RegistryRecord record) {
        RecordCodec.Encoded encoded = RecordCodec.encode(record);
        RecordHeaders headers = new RecordHeaders();
        if (!writer.isEmpty()) {
            headers.add(RecordApplier.WRITER_HEADER, writer.getBytes(StandardCharsets.UTF_8));
        }
        return new ConsumerRecord<>(
                "_schemas",
                0,
                offset,
                1_000 + offset,
                TimestampType.CREATE_TIME,
                0,
                0,
                encoded.key(),
                encoded.value(),
                headers,
                Optional.empty());
    }

    private static ConsumerRecord<byte[], byte[]> mode(long offset, String writer, RegistryMode mode) {
        return stored(offset, writer, new RegistryRecord.ModeWritten("s", Optional.of(mode)));
    }

    private static RegistryRecord claim(String writer) {
        return new RegistryRecord.EndMarked(Optional.of(new LeaderClaim(writer, "http://" + writer)));
    }

    private static boolean read(ReplayedState by, List<ConsumerRecord<byte[], byte[]>> records) {
        ConsumerRecords<byte[], byte[]> polled =
                new ConsumerRecords<>(Map.of(new TopicPartition("_schemas", 0), records), Map.of());
        return by.replay(polled, records.get(records.size() - 1).offset() + 1);
    }

    private Optional<RegistryMode> mode() {
        return replayed.read(state -> state.mode("s"));
    }

    @Test
    void doesNotGoBackToWhatItHasReplayedWhenItWasConfirmed() {
        // Given
        replayed.follow(OWN);
        read(replayed, List.of(stored(0, OWN, claim(OWN))));
        List<ConsumerRecord<byte[], byte[]>> first = List.of(mode(1, OWN, RegistryMode.READONLY));
        List<ConsumerRecord<byte[], byte[]>> second =
                List.of(mode(2, OWN, RegistryMode.IMPORT), mode(3, OWN, RegistryMode.READWRITE));

        // When
        assertThat(replayed.replayConfirmed(first, OWN)).isTrue();
        assertThat(mode()).contains(RegistryMode.READONLY);
        assertThat(replayed.replayConfirmed(second, OWN)).isTrue();

        // Then
        assertThat(mode()).contains(RegistryMode.READWRITE);
        assertThat(replayed.<Long>readAt((state, nextOffset) -> nextOffset)).isEqualTo(4);
        replayed.await(3, 0);
        assertThat(read(replayed, first)).as("news").isFalse();
        assertThat(mode()).contains(RegistryMode.READWRITE);
        assertThat(replayed.<Long>readAt((state, nextOffset) -> nextOffset)).isEqualTo(4);
        assertThat(read(replayed, second)).isFalse();
        assertThat(read(replayed, List.of(mode(4, OWN, RegistryMode.IMPORT)))).isTrue();
        assertThat(mode()).contains(RegistryMode.IMPORT);
    }

    @Test
    void leavesToTheReaderWhatDoesNotFollowOnWhatHasBeenReplayed() {
        // Given
        replayed.follow(OWN);
        read(replayed, List.of(stored(0, OWN, claim(OWN))));

        // Then
        assertThat(replayed.replayConfirmed(List.of(mode(2, OWN, RegistryMode.IMPORT)), OWN))
                .as("something was written before it")
                .isFalse();
        assertThat(replayed.replayConfirmed(
                        List.of(mode(1, OWN, RegistryMode.IMPORT), mode(3, OWN, RegistryMode.IMPORT)), OWN))
                .as("something was written in between")
                .isFalse();
        assertThat(mode()).isEmpty();
        assertThatThrownBy(() -> replayed.await(1, 0)).isInstanceOf(StoreException.class);
        read(replayed, List.of(stored(1, "other", claim("other")), mode(2, OWN, RegistryMode.IMPORT)));
        assertThat(mode()).as("it came behind another claim").isEmpty();
        assertThat(replayed.<Long>readBoth((state, applier) -> applier.firstFencedOffset()))
                .isEqualTo(2);
    }

    /** As after an election of a leader that lacked what was confirmed. */
    @Test
    void replaysWhatTheTopicHasInPlaceOfWhatItConfirmed() {
        // Given
        read(replayed, List.of(stored(0, OWN, claim(OWN))));
        replayed.replayConfirmed(List.of(mode(1, OWN, RegistryMode.IMPORT)), OWN);
        replayed.replayConfirmed(List.of(mode(2, OWN, RegistryMode.IMPORT)), OWN);

        // When
        boolean news =
                read(replayed, List.of(stored(1, "other", claim("other")), mode(2, "other", RegistryMode.READONLY)));

        // Then
        assertThat(news).isTrue();
        assertThat(mode()).contains(RegistryMode.READONLY);

        // When: it is read from its start again
        replayed.replayConfirmed(List.of(mode(3, "other", RegistryMode.IMPORT)), "other");
        read(replayed, List.of(mode(0, "", RegistryMode.READWRITE)));

        // Then
        assertThat(mode()).contains(RegistryMode.READWRITE);
        assertThat(replayed.replayConfirmed(List.of(mode(1, "other", RegistryMode.IMPORT)), "other"))
                .isTrue();
        assertThat(read(replayed, List.of(mode(1, "other", RegistryMode.IMPORT))))
                .isFalse();
        assertThat(read(replayed, List.of(mode(3, "other", RegistryMode.READONLY))))
                .isTrue();
    }

    @Test
    void waitsForAReaderThatIsFarBehind() {
        // Given
        read(replayed, List.of(stored(0, OWN, claim(OWN))));
        long offset = 1;
        while (replayed.replayConfirmed(List.of(mode(offset, OWN, RegistryMode.IMPORT)), OWN)) {
            offset++;
            assertThat(offset).isLessThan(100_000);
        }

        // When
        read(replayed, List.of(mode(1, OWN, RegistryMode.IMPORT), mode(2, OWN, RegistryMode.IMPORT)));

        // Then
        assertThat(replayed.replayConfirmed(List.of(mode(offset, OWN, RegistryMode.IMPORT)), OWN))
                .isTrue();
    }

    @Test
    void showsNothingAnyMoreWhenTryingBreaksOff() {
        // When
        assertThatThrownBy(() -> replayed.alone((state, applier) -> {
                    claim("never written").replay(state);
                    throw new IllegalStateException("broke off");
                }))
                .hasMessage("broke off");

        // Then
        assertThatThrownBy(() -> replayed.read(RegistryState::leader))
                .isInstanceOf(StoreException.class)
                .hasRootCauseMessage("broke off");
    }

    /** A record that comes in the meantime waits, but must not make readers wait with it. */
    @Test
    void isReadWhileSomethingIsDecidedAndARecordComes() throws Exception {
        // Given
        FutureTask<Boolean> record = new FutureTask<>(() -> read(replayed, List.of(mode(0, "", RegistryMode.IMPORT))));
        FutureTask<Optional<RegistryMode>> reading = new FutureTask<>(this::mode);

        // When
        replayed.decide((state, applier) -> {
            untilItWaits(started(record));
            started(reading);

            // Then
            assertThat(reading).succeedsWithin(PATIENCE).isEqualTo(Optional.empty());
            assertThat(state.mode("s")).isEmpty();
        });
        assertThat(record).succeedsWithin(PATIENCE).isEqualTo(true);
        assertThat(mode()).contains(RegistryMode.IMPORT);
    }

    private static Thread started(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        return thread;
    }

    private static void untilItWaits(Thread thread) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(thread.isAlive()).isTrue();
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static RegistryRecord random(Random random) {
        String subject = "s" + random.nextInt(SUBJECTS);
        int version = 1 + random.nextInt(VERSIONS);
        return switch (random.nextInt(6)) {
            case 0 -> claim(random.nextInt(4) == 0 ? "other" : OWN);
            case 1 -> new RegistryRecord.ModeWritten(subject, Optional.of(MODES.get(random.nextInt(MODES.size()))));
            case 2 -> new RegistryRecord.VersionErased(new VersionKey(subject, version));
            default ->
                new RegistryRecord.VersionWritten(new SchemaVersion(
                        subject,
                        version,
                        1 + random.nextInt(IDS),
                        SchemaContent.avro("\"text-" + random.nextInt(IDS) + '"'),
                        false));
        };
    }

    private static List<Object> everything(RegistryState state, RecordApplier applier) {
        List<Object> all = new ArrayList<>(List.of(
                state.leader(),
                state.highestIds(),
                state.modes(),
                applier.repairs(),
                applier.firstFencedOffset(),
                applier.lastRefusedOffset(Long.MAX_VALUE)));
        for (int subject = 0; subject < SUBJECTS; subject++) {
            all.add(state.versions("s" + subject));
            for (int version = 1; version <= VERSIONS; version++) {
                all.add(state.writtenAtMs(new VersionKey("s" + subject, version)));
            }
        }
        return all;
    }

    /** Whoever wrote what, in whatever pieces it was confirmed and read. */
    @Test
    void comesToTheSameAsTheReaderAlone() {
        Random random = new Random(1);
        int confirmed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            // Given
            List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
            List<String> writers = List.of(OWN, OWN, OWN, OWN, OWN, OWN, "other", "");
            for (int offset = 0; offset < 60; offset++) {
                RegistryRecord record = random(random);
                String writer = record instanceof RegistryRecord.EndMarked mark
                        ? mark.claim().orElseThrow().writer()
                        : writers.get(random.nextInt(writers.size()));
                log.add(stored(offset, writer, record));
            }
            ReplayedState alone = new ReplayedState();
            ReplayedState both = new ReplayedState();
            alone.follow(OWN);
            both.follow(OWN);

            // When
            read(alone, log);
            confirmed += interleave(both, log, random);

            // Then
            assertThat(both.<List<Object>>readBoth(ReplayedStateTest::everything))
                    .isEqualTo(alone.<List<Object>>readBoth(ReplayedStateTest::everything));
        }
        assertThat(confirmed).isGreaterThan(ROUNDS);
    }

    /** Returns how many appends were replayed before the reader came to them. */
    private static int interleave(ReplayedState by, List<ConsumerRecord<byte[], byte[]>> log, Random random) {
        int confirmed = 0;
        int readTo = 0;
        int written = 0;
        while (readTo < log.size()) {
            if (written < log.size() && random.nextBoolean()) {
                int end = written + 1;
                boolean own = isOwn(log.get(written));
                while (own && end < log.size() && isOwn(log.get(end)) && random.nextBoolean()) {
                    end++;
                }
                if (own && by.replayConfirmed(log.subList(written, end), OWN)) {
                    confirmed++;
                }
                written = end;
            } else if (readTo < Math.min(log.size(), written + NOT_CONFIRMED_YET)) {
                int end = readTo + 1 + random.nextInt(Math.min(log.size(), written + NOT_CONFIRMED_YET) - readTo);
                read(by, log.subList(readTo, end));
                readTo = end;
            }
        }
        return confirmed;
    }

    private static boolean isOwn(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(record.headers().lastHeader(RecordApplier.WRITER_HEADER))
                .filter(writer -> new String(writer.value(), StandardCharsets.UTF_8).equals(OWN))
                .isPresent();
    }
}
