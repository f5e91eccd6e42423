package io.millrace.broker.server.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.metadata.image.ImageDraft;
import io.millrace.broker.metadata.image.LogPosition;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.QuotaEntity;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectionQuotasTest {

    private final ImageDraft draft = new ImageDraft(MetadataImage.EMPTY);
    private MetadataImage image = MetadataImage.EMPTY;
    private long nowMs = 1_000_000;
    private final ConnectionQuotas quotas = new ConnectionQuotas(() -> image, new QuotaWindows(3, 1_000), () -> nowMs);

    @Test
    void anAddressIsRefusedUntilItIsWithinItsLimitAgain() throws Exception {
        // Given: two windows' worth may come at once.
        set(Optional.of("10.0.0.1"), 2);
        assertThat(refusals("10.0.0.1", 4)).isZero();

        // When, Then: whoever is refused is not counted.
        assertThat(refusals("10.0.0.1", 1_000)).isEqualTo(1_000);
        assertThat(refusals("10.0.0.2", 100)).isZero();
        nowMs += 3_000;
        assertThat(refusals("10.0.0.1", 4)).isZero();
    }

    @Test
    void theDefaultHoldsForEachAddressThatHasNoLimitOfItsOwn() throws Exception {
        set(Optional.empty(), 1);
        set(Optional.of("::1"), 50);
        assertThat(refusals("10.0.0.1", 3)).isEqualTo(1);
        assertThat(refusals("10.0.0.2", 3)).isEqualTo(1);
        assertThat(refusals("0:0:0:0:0:0:0:1", 101)).isEqualTo(1);
    }

    @Test
    void aLimitOfZeroRefusesEveryConnectionForOneWindow() throws Exception {
        set(Optional.of("10.0.0.1"), 0);
        assertThat(quotas.refusalMs(InetAddress.getByName("10.0.0.1"))).isEqualTo(1_000);
    }

    @Test
    void keepsABoundedNumberOfMeters() throws Exception {
        set(Optional.empty(), 1);
        assertThat(refusals("127.0.0.1", 3)).isEqualTo(1);
        for (int i = 0; i < RecentMeters.MAX_METERS; i++) {
            quotas.refusalMs(InetAddress.getByAddress(new byte[] {10, 0, (byte) (i >> 8), (byte) i}));
        }
        assertThat(refusals("127.0.0.1", 2)).isZero();
    }

    @Test
    void readsAddressesAndLooksUpNoNames() {
        assertThat(IpNames.address("127.0.0.1")).isPresent();
        assertThat(IpNames.address("fe80::1")).isPresent();
        assertThat(IpNames.address("::ffff:10.0.0.1")).isEqualTo(IpNames.address("10.0.0.1"));
        for (String name : new String[] {"localhost", "256.0.0.1", "1.2.3", ":", "a:b", "", "1::2::3"}) {
            assertThat(IpNames.address(name)).as(name).isEmpty();
        }
    }

    private int refusals(String address, int connections) throws UnknownHostException {
        int refusals = 0;
        for (int i = 0; i < connections; i++) {
            refusals += quotas.refusalMs(InetAddress.getByName(address)) > 0 ? 1 : 0;
        }
        return refusals;
    }

    private void set(Optional<String> address, double limit) {
        var entity = QuotaEntity.of(Map.of(QuotaEntity.IP, address));
        draft.putQuota(entity, "connection_creation_rate", Optional.of(limit));
        image = draft.build(LogPosition.START);
    }
}
