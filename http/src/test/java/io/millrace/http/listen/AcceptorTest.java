package io.millrace.http.listen;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.metric.NoopMeterRegistry;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AcceptorTest {
    /** Of Netty. */
    private static final Duration DEFAULT_QUIET_PERIOD = Duration.ofSeconds(2);

    private static final int STOPS = 4;

    @Test
    void noStopWaitsForItToBeQuiet() {
        // A busy machine may keep one of them waiting.
        long quickest =
                LongStream.generate(AcceptorTest::stopNanos).limit(STOPS).min().orElseThrow();

        assertThat(Duration.ofNanos(quickest)).isLessThan(DEFAULT_QUIET_PERIOD);
    }

    private static long stopNanos() {
        ServerBuilder builder = Server.builder();
        Acceptor.addTo(builder);
        Server server = builder.http(0)
                .service("/", (context, request) -> HttpResponse.of("here"))
                .meterRegistry(NoopMeterRegistry.get())
                .build();
        server.start().join();
        long began = System.nanoTime();
        server.stop().join();
        return System.nanoTime() - began;
    }
}
