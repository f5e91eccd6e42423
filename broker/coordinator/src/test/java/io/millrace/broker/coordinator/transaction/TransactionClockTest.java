package io.millrace.broker.coordinator.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to transactions and their ids when somebody sets the clock of the machine. */
class TransactionClockTest {
    private static final int TIMEOUT_MS = TransactionDriver.TIMEOUT_MS;
    private static final long CHECK_MS = TransactionConfig.DEFAULTS.timeoutCheckIntervalMs();
    private static final long ID_EXPIRATION_MS = TransactionConfig.DEFAULTS.idExpirationMs();
    private static final long ID_CHECK_MS = TransactionConfig.DEFAULTS.idCheckIntervalMs();

    private final TransactionDriver driver = new TransactionDriver();

    private void begin() {
        InitProducerIdResponseData init = driver.init();
        driver.add(init.producerId(), init.producerEpoch(), 2, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {-87_600, -1, 1, 87_600})
    void aTransactionEndsWhenItsTimeHasPassed(long hours) {
        // Given
        begin();

        // When
        driver.jump(Duration.ofHours(hours).toMillis());
        driver.advance(TIMEOUT_MS - 1);

        // Then
        assertThat(driver.state()).isEqualTo("Ongoing");

        // When
        driver.advance(CHECK_MS + 1);

        // Then
        assertThat(driver.state()).isEqualTo("PrepareAbort");
    }

    @ParameterizedTest
    @ValueSource(longs = {-87_600, -1, 1, 87_600})
    void aTransactionThatBeganAfterAJumpHasItsTimeOverARestart(long hours) {
        // Given
        driver.jump(Duration.ofHours(hours).toMillis());
        begin();

        // When
        driver.restartBroker();
        driver.advance(TIMEOUT_MS - 1);

        // Then
        assertThat(driver.state()).isEqualTo("Ongoing");

        // When
        driver.advance(CHECK_MS + 1);

        // Then
        assertThat(driver.state()).isEqualTo("PrepareAbort");
    }

    @Test
    void aClockThatWentBackBeforeARestartLetsNoTransactionHang() {
        // Given
        begin();

        // When
        driver.jump(-Duration.ofDays(3_650).toMillis());
        driver.restartBroker();
        driver.advance(TIMEOUT_MS + CHECK_MS);

        // Then
        assertThat(driver.state()).isEqualTo("PrepareAbort");
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_650, -1, 1, 3_650})
    void anIdIsForgottenWhenItsTimeHasPassed(long days) {
        // Given
        driver.init();

        // When
        driver.jump(Duration.ofDays(days).toMillis());
        driver.advance(ID_EXPIRATION_MS - 1);

        // Then
        assertThat(driver.state()).isEqualTo("Empty");

        // When
        driver.advance(ID_CHECK_MS + 1);

        // Then
        assertThat(driver.shard.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_650, -1, 1, 3_650})
    void anIdUsedAfterAJumpHasItsTimeOverARestart(long days) {
        // Given
        driver.jump(Duration.ofDays(days).toMillis());
        driver.init();

        // When
        driver.restartBroker();
        driver.advance(ID_EXPIRATION_MS - 1);

        // Then
        assertThat(driver.shard.size()).isOne();

        // When
        driver.advance(ID_CHECK_MS + 1);

        // Then
        assertThat(driver.shard.size()).isZero();
    }

    @Test
    void aClockThatWentBackBeforeARestartMakesNoIdImmortal() {
        // Given
        driver.init();

        // When
        driver.jump(-Duration.ofDays(3_650).toMillis());
        driver.restartBroker();
        driver.advance(ID_EXPIRATION_MS + ID_CHECK_MS);

        // Then
        assertThat(driver.shard.size()).isZero();
    }

    @Test
    void tellsItsStartInTheTimeOfTheWallClock() {
        // Given
        long jumpMs = Duration.ofDays(1).toMillis();
        driver.jump(jumpMs);

        // When
        begin();

        // Then
        assertThat(driver.shard.describe(TransactionDriver.ID).transactionStartTimeMs())
                .isEqualTo(driver.nowMs + jumpMs);
    }
}
