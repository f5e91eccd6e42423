package io.millrace.broker.server.api.configs;

import io.millrace.broker.metadata.command.ConfigOperation;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.wire.MetadataFormatException;
import io.millrace.broker.server.api.configs.ConfigAlteration.Resource;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.protocol.Errors;

/** IncrementalAlterConfigs 0-1: set, delete, append, subtract (KIP-339); levels of loggers are set here too (KIP-412). */
public final class IncrementalAlterConfigsHandler implements ApiHandler<IncrementalAlterConfigsRequestData> {

    private final BrokerServices services;
    private final LoggerAlteration loggers;

    public IncrementalAlterConfigsHandler(BrokerServices services) {
        this.services = services;
        this.loggers = new LoggerAlteration(
                services.administration().loggers(), services.identity().nodeId());
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, IncrementalAlterConfigsRequestData request) {
        var alteration = new ConfigAlteration(services, context);
        request.resources().forEach(resource -> add(alteration, resource, request));
        return alteration.submit(false, request.validateOnly()).thenApply(outcomes -> {
            var response = new IncrementalAlterConfigsResponseData();
            outcomes.forEach((resource, outcome) -> response.responses()
                    .add(new AlterConfigsResourceResponse()
                            .setResourceType(resource.type())
                            .setResourceName(resource.name())
                            .setErrorCode(outcome.error().code())
                            .setErrorMessage(outcome.message().orElse(null))));
            return new Answer.Message(response);
        });
    }

    private void add(
            ConfigAlteration alteration, AlterConfigsResource altered, IncrementalAlterConfigsRequestData request) {
        var resource = new Resource(altered.resourceType(), altered.resourceName());
        if (resource.type() == ConfigAccess.BROKER_LOGGER) {
            alteration.change(resource, () -> setLevels(altered, request));
            return;
        }
        alteration.target(resource).ifPresent(target -> {
            try {
                var operations = altered.configs().stream()
                        .map(IncrementalAlterConfigsHandler::operation)
                        .toList();
                alteration.change(target, operations);
            } catch (MetadataFormatException unknownOperation) {
                alteration.refuse(resource, unknownOperation.getMessage());
            }
        });
    }

    private Outcome setLevels(AlterConfigsResource altered, IncrementalAlterConfigsRequestData request) {
        return request.resources()
                                .findAll(altered.resourceType(), altered.resourceName())
                                .size()
                        == 1
                ? loggers.apply(altered.resourceName(), altered.configs(), request.validateOnly())
                : Outcome.refused(Errors.INVALID_REQUEST, "The request names the resource more than once.");
    }

    private static ConfigOperation operation(AlterableConfig config) {
        return new ConfigOperation(
                config.name(), ConfigOperation.Kind.of(config.configOperation()), Optional.ofNullable(config.value()));
    }
}
