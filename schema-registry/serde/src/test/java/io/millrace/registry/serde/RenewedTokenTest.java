package io.millrace.registry.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RenewedTokenTest {
    private static final Duration MARGIN = Duration.ofSeconds(300);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final AtomicInteger asked = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Duration lifetime = Duration.ofHours(1);
    private volatile boolean failing;
    private volatile CountDownLatch entered = new CountDownLatch(0);
    private volatile CountDownLatch mayAnswer = new CountDownLatch(0);

    private final RenewedToken token = new RenewedToken(this::issue, MARGIN, nanos::get);

    private IssuedToken issue() {
        int number = asked.incrementAndGet();
        entered.countDown();
        try {
            mayAnswer.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (failing) {
            throw new RegistryException("the issuer is away", 0, 0, null);
        }
        return new IssuedToken("token " + number, lifetime);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Holds the issuer's next answer back; {@link #entered} says when it is asked. */
    private void holdAnswers() {
        entered = new CountDownLatch(1);
        mayAnswer = new CountDownLatch(1);
    }

    @Test
    void isKeptUntilShortlyBeforeItsEnd() {
        assertThat(token.text()).isEqualTo("token 1");
        pass(Duration.ofHours(1).minus(MARGIN).minusNanos(1));
        assertThat(token.text()).isEqualTo("token 1");
        pass(Duration.ofNanos(1));
        assertThat(token.text()).isEqualTo("token 2");
        assertThat(token.text()).isEqualTo("token 2");
    }

    @Test
    void isKeptForFourFifthsOfAShortLife() {
        lifetime = Duration.ofSeconds(100);
        assertThat(token.text()).isEqualTo("token 1");
        pass(Duration.ofSeconds(80).minusNanos(1));
        assertThat(token.text()).isEqualTo("token 1");
        pass(Duration.ofNanos(1));
        assertThat(token.text()).isEqualTo("token 2");
    }

    @Test
    void isShownUntilItsEndIfNoOtherIsToBeHad() {
        assertThat(token.text()).isEqualTo("token 1");
        failing = true;
        pass(Duration.ofHours(1).minus(MARGIN));
        assertThat(token.text()).isEqualTo("token 1");
        assertThat(token.text()).as("without asking again at once").isEqualTo("token 1");
        assertThat(asked).hasValue(2);
        pass(Duration.ofSeconds(10));
        assertThat(token.text()).isEqualTo("token 1");
        assertThat(asked).hasValue(3);
        pass(MARGIN.minusSeconds(10));
        assertThatThrownBy(token::text).hasMessage("the issuer is away");
        failing = false;
        assertThat(token.text()).isEqualTo("token 5");
    }

    @Test
    void isRenewedByOneThreadWhileOthersShowTheOldOne() throws Exception {
        // Given
        assertThat(token.text()).isEqualTo("token 1");
        pass(Duration.ofMinutes(56));
        holdAnswers();
        Future<String> first = threads.submit(token::text);
        entered.await();

        // Then
        assertThat(token.text()).isEqualTo("token 1");
        mayAnswer.countDown();
        assertThat(first.get()).isEqualTo("token 2");
        assertThat(asked).hasValue(2);
    }

    @Test
    void isAskedForOnceByAllWhoHaveNone() throws Exception {
        assertThat(textsOf(8)).allMatch("token 1"::equals);
        assertThat(asked).hasValue(1);
    }

    @Test
    void failsOnceForAllWhoWaited() throws Exception {
        failing = true;
        assertThat(textsOf(8)).allMatch("the issuer is away"::equals);
        assertThat(asked).hasValue(1);
        failing = false;
        assertThat(token.text()).isEqualTo("token 2");
    }

    /** What threads get that all ask before the issuer has answered the first of them. */
    private List<String> textsOf(int count) throws Exception {
        holdAnswers();
        List<Future<String>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(threads.submit(this::textOrFailure));
        }
        entered.await();
        // There is no event for a thread that begins to wait.
        while (token.waiting() < count - 1) {
            Thread.onSpinWait();
        }
        mayAnswer.countDown();
        List<String> texts = new ArrayList<>();
        for (Future<String> each : all) {
            texts.add(each.get());
        }
        return texts;
    }

    private String textOrFailure() {
        try {
            return token.text();
        } catch (RegistryException e) {
            return e.getMessage();
        }
    }
}
