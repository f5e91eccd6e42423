package io.millrace.broker.server.api.configs;

import io.millrace.broker.metadata.command.ConfigOperation;
import io.millrace.broker.server.api.configs.ConfigAlteration.Resource;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterConfigsResponseData;
import org.apache.kafka.common.message.AlterConfigsResponseData.AlterConfigsResourceResponse;

/** AlterConfigs 0-2, the old way: what is not named goes back to its default. */
public final class AlterConfigsHandler implements ApiHandler<AlterConfigsRequestData> {

    private final BrokerServices services;

    public AlterConfigsHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, AlterConfigsRequestData request) {
        var alteration = new ConfigAlteration(services, context);
        request.resources().forEach(resource -> alteration
                .target(new Resource(resource.resourceType(), resource.resourceName()))
                .ifPresent(target -> alteration.change(
                        target,
                        resource.configs().stream()
                                .filter(config -> config.value() != null)
                                .map(config -> ConfigOperation.set(config.name(), config.value()))
                                .toList())));
        return alteration.submit(true, request.validateOnly()).thenApply(outcomes -> {
            var response = new AlterConfigsResponseData();
            outcomes.forEach((resource, outcome) -> response.responses()
                    .add(new AlterConfigsResourceResponse()
                            .setResourceType(resource.type())
                            .setResourceName(resource.name())
                            .setErrorCode(outcome.error().code())
                            .setErrorMessage(outcome.message().orElse(null))));
            return new Answer.Message(response);
        });
    }
}
