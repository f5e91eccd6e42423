package io.millrace.http.listen;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.metric.NoopMeterRegistry;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AcceptorTest {

    /** Keeps how quiet it is asked to wait for; all ways to stop it end here. */
    private static final class ListenedIn extends Acceptor {
        private final List<Duration> quietPeriods = new CopyOnWriteArrayList<>();

        ListenedIn() {
            super("acceptor", transport().orElseThrow());
        }

        @Override
        public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
            quietPeriods.add(Duration.of(quietPeriod, unit.toChronoUnit()));
            return super.shutdownGracefully(quietPeriod, timeout, unit);
        }
    }

    @Test
    void noStopWaitsForItToBeQuiet() {
        ListenedIn acceptor = new ListenedIn();
        Server server = server(Server.builder().bossGroupFactory(name -> acceptor));

        server.start().join();
        server.stop().join();

        assertThat(acceptor.isShuttingDown()).isTrue();
        assertThat(acceptor.quietPeriods).isNotEmpty().containsOnly(Duration.ZERO);
    }

    @Test
    void isWhatTheServerMakesForItsPorts() {
        ServerBuilder builder = Server.builder();
        Acceptor.addTo(builder);

        EventLoopGroup made = server(builder).config().bossGroupFactory().apply("acceptor");

        assertThat(made).isInstanceOf(Acceptor.class);
        made.shutdownGracefully().syncUninterruptibly();
    }

    private static Server server(ServerBuilder builder) {
        return builder.http(0)
                .service("/", (context, request) -> HttpResponse.of("here"))
                .meterRegistry(NoopMeterRegistry.get())
                .build();
    }
}
