package io.millrace.broker.server.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.metadata.image.ImageDraft;
import io.millrace.broker.metadata.image.LogPosition;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.QuotaEntity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientQuotasTest {

    private static final String KEY = QuotaKind.PRODUCE.key();

    private final ImageDraft draft = new ImageDraft(MetadataImage.EMPTY);
    private MetadataImage image = MetadataImage.EMPTY;
    private long nowMs = 1_000_000;
    private final ClientQuotas quotas = new ClientQuotas(() -> image, ClientQuotas.Settings.DEFAULT, () -> nowMs);

    @Test
    void isIdleWhileNobodyHasAQuota() {
        assertThat(quotas.active()).isFalse();
        assertThat(quotas.charge(QuotaKind.PRODUCE, "u", "c", 1e12)).isZero();
        set(entity("u", null), 1);
        assertThat(quotas.active()).isTrue();
    }

    @Test
    void isIdleWhileOnlyAddressesHaveAQuota() {
        setIp(Optional.empty());
        setIp(Optional.of("127.0.0.1"));
        assertThat(quotas.active()).isFalse();
        set(entity(null, "*"), 1);
        assertThat(quotas.active()).isTrue();
        draft.putQuota(entity(null, "*"), KEY, Optional.empty());
        set(entity("u", null), 1);
        assertThat(quotas.active()).isTrue();
    }

    @Test
    void theMostSpecificLimitHoldsAndAUserComesBeforeAClient() {
        String[][] fromWeakToStrong = {
            {null, "*"}, {null, "c"}, {"*", null}, {"*", "*"}, {"*", "c"}, {"u", null}, {"u", "*"}, {"u", "c"}
        };
        double limit = 10;
        for (String[] entity : fromWeakToStrong) {
            limit++;
            set(entity(entity[0], entity[1]), limit);
            assertThat(quotas.mostAtOnce(QuotaKind.PRODUCE, "u", "c")).isEqualTo(limit * 10);
        }
        assertThat(quotas.mostAtOnce(QuotaKind.PRODUCE, "other", "other")).isEqualTo(140);
    }

    @Test
    void whoeverSharesALimitSharesItsUse() {
        // Given
        set(entity("u", null), 1_000);
        quotas.charge(QuotaKind.PRODUCE, "u", "c1", 20_000);

        // When, Then: another client of the user waits too, another user does not.
        assertThat(quotas.charge(QuotaKind.PRODUCE, "u", "c2", 0)).isEqualTo(10_000);
        assertThat(quotas.charge(QuotaKind.PRODUCE, "v", "c1", 50_000)).isZero();
    }

    @Test
    void aDefaultLimitIsForEachClientAlone() {
        set(entity(null, "*"), 1_000);
        quotas.charge(QuotaKind.PRODUCE, "u", "c1", 20_000);
        assertThat(quotas.charge(QuotaKind.PRODUCE, "u", "c2", 0)).isZero();
    }

    @Test
    void requestTimeIsInPercentOfAThreadAndWaitsForOneWindowAtMost() {
        draft.putQuota(entity("u", null), QuotaKind.REQUEST.key(), Optional.of(1.0));
        image = draft.build(LogPosition.START);
        assertThat(quotas.chargeTime("u", "c", 90_000_000)).isZero();
        assertThat(quotas.chargeTime("u", "c", 9_000_000_000L)).isEqualTo(1_000);
    }

    @Test
    void aStrictChargeIsNotTakenFromWhoIsBeyondTheLimit() {
        draft.putQuota(entity("u", null), QuotaKind.CONTROLLER_MUTATION.key(), Optional.of(1.0));
        image = draft.build(LogPosition.START);
        assertThat(quotas.chargeIfWithin(QuotaKind.CONTROLLER_MUTATION, "u", "c", 12))
                .isZero();
        assertThat(quotas.chargeIfWithin(QuotaKind.CONTROLLER_MUTATION, "u", "c", 100))
                .isEqualTo(1_000);
        nowMs += 1_000;
        assertThat(quotas.chargeIfWithin(QuotaKind.CONTROLLER_MUTATION, "u", "c", 1))
                .isZero();
    }

    @Test
    void keepsABoundedNumberOfMeters() {
        set(entity(null, "*"), 1_000);
        quotas.charge(QuotaKind.PRODUCE, "u", "first", 20_000);
        for (int i = 0; i < RecentMeters.MAX_METERS; i++) {
            quotas.charge(QuotaKind.PRODUCE, "u", "client-" + i, 1);
        }
        assertThat(quotas.charge(QuotaKind.PRODUCE, "u", "first", 0)).isZero();
    }

    private void setIp(Optional<String> name) {
        draft.putQuota(QuotaEntity.of(Map.of(QuotaEntity.IP, name)), "connection_creation_rate", Optional.of(1.0));
        image = draft.build(LogPosition.START);
    }

    private void set(QuotaEntity entity, double limit) {
        draft.putQuota(entity, KEY, Optional.of(limit));
        image = draft.build(LogPosition.START);
    }

    private static QuotaEntity entity(String user, String clientId) {
        Map<String, Optional<String>> parts = new HashMap<>();
        if (user != null) {
            parts.put(QuotaEntity.USER, user.equals("*") ? Optional.empty() : Optional.of(user));
        }
        if (clientId != null) {
            parts.put(QuotaEntity.CLIENT_ID, clientId.equals("*") ? Optional.empty() : Optional.of(clientId));
        }
        return QuotaEntity.of(parts);
    }
}
