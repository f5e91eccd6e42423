package io.millrace.broker.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ListenerConnectionsTest {

    private static final InetAddress CLIENT = InetAddress.getLoopbackAddress();

    private final ConnectionCounts all =
            new ConnectionCounts(new ConnectionLimits(3, 3, Map.of(), Integer.MAX_VALUE, 60_000, 1, 1 << 20, 60_000));
    private final ListenerConnections narrow = new ListenerConnections(all, new ListenerLimits(1, 10));
    private final ListenerConnections wide = new ListenerConnections(all, ListenerLimits.NONE);

    @Test
    void aFullListenerLeavesRoomOnTheOthers() {
        assertThat(narrow.opened(CLIENT)).isTrue();
        assertThat(narrow.opened(CLIENT)).isFalse();
        narrow.closed(CLIENT);
        assertThat(wide.opened(CLIENT)).isTrue();
        assertThat(wide.opened(CLIENT)).isTrue();
        assertThat(wide.opened(CLIENT)).as("the broker is full").isFalse();
        wide.closed(CLIENT);
        assertThat(all.open()).isEqualTo(3);
    }

    @Test
    void newBoundsHoldFromTheNextConnectionOn() {
        assertThat(narrow.opened(CLIENT)).isTrue();
        narrow.limit(new ListenerLimits(2, 10));
        assertThat(narrow.opened(CLIENT)).isTrue();
        narrow.limit(new ListenerLimits(1, 10));
        assertThat(narrow.open()).isEqualTo(2);
        assertThat(narrow.opened(CLIENT)).isFalse();
    }

    @Test
    void onlyTheListenerThatIsTooFastWaits() {
        long now = TimeUnit.SECONDS.toNanos(100);
        long waitNs = 0;
        for (int i = 0; i < 11; i++) {
            waitNs = narrow.accepted(now);
        }
        assertThat(waitNs).isEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(wide.accepted(now)).isZero();
        assertThat(narrow.accepted(now + TimeUnit.SECONDS.toNanos(2))).isZero();
    }
}
