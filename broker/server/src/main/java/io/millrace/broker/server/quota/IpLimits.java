package io.millrace.broker.server.quota;

import io.millrace.broker.metadata.image.QuotaEntity;
import io.millrace.broker.metadata.image.QuotasImage;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** The limits of connections per second in one image of the quotas, by address. */
final class IpLimits {

    private static final String KEY = "connection_creation_rate";

    private final QuotasImage quotas;
    private final Map<InetAddress, Double> byAddress = new HashMap<>();
    private OptionalDouble others = OptionalDouble.empty();

    IpLimits(QuotasImage quotas) {
        this.quotas = quotas;
        quotas.byEntity().forEach((entity, limits) -> {
            var name = entity.parts().get(QuotaEntity.IP);
            Double limit = limits.get(KEY);
            if (name == null || limit == null) {
                return;
            }
            name.ifPresentOrElse(
                    given -> IpNames.address(given).ifPresent(address -> byAddress.put(address, limit)),
                    () -> others = OptionalDouble.of(limit));
        });
    }

    boolean isOf(QuotasImage image) {
        return quotas.equals(image);
    }

    /** An address of its own name first, then all others. */
    OptionalDouble of(InetAddress address) {
        Double limit = byAddress.get(address);
        return limit == null ? others : OptionalDouble.of(limit);
    }
}
