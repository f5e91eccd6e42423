package io.millrace.broker.server.api.cluster;

import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.command.FeatureUpdate;
import io.millrace.broker.metadata.command.FeaturesUpdated;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.command.UpdateFeatures;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.ApiTable;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.CommandFailure;
import io.millrace.broker.server.request.RequestContext;
import io.millrace.broker.server.request.SupportedFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.UpdateFeaturesRequestData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData.FeatureUpdateKey;
import org.apache.kafka.common.message.UpdateFeaturesResponseData;
import org.apache.kafka.common.message.UpdateFeaturesResponseData.UpdatableFeatureResult;
import org.apache.kafka.common.protocol.Errors;

/** UpdateFeatures 0-2: all features of the request are finalized at their new level, or none is. */
final class UpdateFeaturesHandler implements ApiHandler<UpdateFeaturesRequestData> {

    private static final short FIRST_VERSION_WITH_UPGRADE_TYPES = 1;
    private static final short LAST_VERSION_WITH_RESULTS = 1;

    private final BrokerServices services;
    private final ApiTable table;

    UpdateFeaturesHandler(BrokerServices services, ApiTable table) {
        this.services = services;
        this.table = table;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, UpdateFeaturesRequestData request) {
        if (!services.access().cluster(context, AclOperation.ALTER)) {
            return Answer.now(answer(Outcome.refused(
                    Errors.CLUSTER_AUTHORIZATION_FAILED, Errors.CLUSTER_AUTHORIZATION_FAILED.message())));
        }
        List<FeatureUpdate> updates = new ArrayList<>();
        for (FeatureUpdateKey update : request.featureUpdates()) {
            FeatureUpdate.Kind kind = kind(context.version(), update);
            if (kind == null) {
                return Answer.now(answer(Outcome.refused(
                        Errors.INVALID_UPDATE_VERSION,
                        "The controller does not support the given upgrade type " + update.upgradeType()
                                + " of feature " + update.feature() + ".")));
            }
            updates.add(new FeatureUpdate(update.feature(), update.maxVersionLevel(), kind));
        }
        var command = new UpdateFeatures(updates, SupportedFeatures.of(table), request.validateOnly());
        return services.cluster().submit(command).handle((updated, failure) -> {
            UpdateFeaturesResponseData response = answer(outcome(updated, failure));
            if (response.errorCode() == Errors.NONE.code() && context.version() <= LAST_VERSION_WITH_RESULTS) {
                updates.forEach(
                        update -> response.results().add(new UpdatableFeatureResult().setFeature(update.feature())));
            }
            return new Answer.Message(response);
        });
    }

    /** Null when there is no such upgrade type. */
    private static FeatureUpdate.Kind kind(short version, FeatureUpdateKey update) {
        if (version < FIRST_VERSION_WITH_UPGRADE_TYPES) {
            return update.allowDowngrade() ? FeatureUpdate.Kind.SAFE_DOWNGRADE : FeatureUpdate.Kind.UPGRADE;
        }
        return switch (update.upgradeType()) {
            case 1 -> FeatureUpdate.Kind.UPGRADE;
            case 2 -> FeatureUpdate.Kind.SAFE_DOWNGRADE;
            case 3 -> FeatureUpdate.Kind.UNSAFE_DOWNGRADE;
            default -> null;
        };
    }

    private static Outcome outcome(CommandResponse updated, Throwable failure) {
        return updated instanceof FeaturesUpdated done ? done.outcome() : CommandFailure.of(updated, failure);
    }

    private static UpdateFeaturesResponseData answer(Outcome outcome) {
        return new UpdateFeaturesResponseData()
                .setErrorCode(outcome.error().code())
                .setErrorMessage(outcome.message().orElse(null));
    }
}
