package io.millrace.broker.server.api.configs;

import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.metadata.image.ConfigsImage;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.server.api.configs.ConfigDescription.Setting;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsSynonym;
import org.apache.kafka.common.protocol.Errors;

/** DescribeConfigs 1-4 for topics, groups, this broker and its loggers. On success the error message is empty, as clients know it. */
public final class DescribeConfigsHandler implements ApiHandler<DescribeConfigsRequestData> {

    private final BrokerServices services;
    private final ConfigDescription description;

    public DescribeConfigsHandler(BrokerServices services, ConfigDescription description) {
        this.services = services;
        this.description = description;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, DescribeConfigsRequestData request) {
        var response = new DescribeConfigsResponseData();
        request.resources().forEach(resource -> response.results().add(describe(context, request, resource)));
        return Answer.now(response);
    }

    private DescribeConfigsResult describe(
            RequestContext context, DescribeConfigsRequestData request, DescribeConfigsResource resource) {
        var result = new DescribeConfigsResult()
                .setResourceType(resource.resourceType())
                .setResourceName(resource.resourceName())
                .setErrorMessage("");
        Errors refusal = ConfigAccess.refusal(
                services.access(),
                context,
                AclOperation.DESCRIBE_CONFIGS,
                resource.resourceType(),
                resource.resourceName());
        if (refusal != Errors.NONE) {
            return refuse(result, refusal, refusal.message());
        }
        if (resource.resourceType() == ConfigTarget.Kind.TOPIC.code()) {
            return describeTopic(request, resource, result);
        }
        if (resource.resourceType() == ConfigTarget.Kind.BROKER.code()) {
            ConfigsImage configs = services.cluster().image().configs();
            String self = Integer.toString(services.identity().nodeId());
            if (self.equals(resource.resourceName())) {
                return fill(request, resource, result, description.broker(configs));
            }
            return resource.resourceName().isEmpty()
                    ? fill(request, resource, result, description.allBrokers(configs))
                    : refuse(result, Errors.INVALID_REQUEST, "This is broker " + self + ".");
        }
        if (resource.resourceType() == ConfigTarget.Kind.CLIENT_METRICS.code()) {
            var subscription = new ConfigTarget(ConfigTarget.Kind.CLIENT_METRICS, resource.resourceName());
            var overrides = services.cluster().image().configs().of(subscription);
            return fill(request, resource, result, description.clientMetrics(overrides));
        }
        if (resource.resourceType() == ConfigAccess.BROKER_LOGGER) {
            String self = Integer.toString(services.identity().nodeId());
            return self.equals(resource.resourceName())
                    ? fill(
                            request,
                            resource,
                            result,
                            ConfigDescription.loggers(
                                    services.administration().loggers().all()))
                    : refuse(result, Errors.INVALID_REQUEST, "This is broker " + self + ".");
        }
        if (resource.resourceType() == ConfigTarget.Kind.GROUP.code()) {
            return describeGroup(request, resource, result);
        }
        return refuse(result, Errors.INVALID_REQUEST, "Resource type " + resource.resourceType() + " has no configs.");
    }

    private DescribeConfigsResult describeTopic(
            DescribeConfigsRequestData request, DescribeConfigsResource resource, DescribeConfigsResult result) {
        MetadataImage image = services.cluster().image();
        if (image.topics().find(resource.resourceName()).isEmpty()) {
            return refuse(result, Errors.UNKNOWN_TOPIC_OR_PARTITION, Errors.UNKNOWN_TOPIC_OR_PARTITION.message());
        }
        var overrides = image.configs().of(ConfigTarget.topic(resource.resourceName()));
        return fill(request, resource, result, description.topic(overrides, image.configs()));
    }

    /** A group may have configs before it has members. */
    private DescribeConfigsResult describeGroup(
            DescribeConfigsRequestData request, DescribeConfigsResource resource, DescribeConfigsResult result) {
        if (resource.resourceName().isEmpty()) {
            return refuse(result, Errors.INVALID_REQUEST, "Group name must not be empty");
        }
        var overrides = services.cluster().image().configs().of(ConfigTarget.group(resource.resourceName()));
        return fill(request, resource, result, description.group(overrides));
    }

    private static DescribeConfigsResult refuse(DescribeConfigsResult result, Errors error, String message) {
        return result.setErrorCode(error.code()).setErrorMessage(message);
    }

    private static DescribeConfigsResult fill(
            DescribeConfigsRequestData request,
            DescribeConfigsResource resource,
            DescribeConfigsResult result,
            List<Setting> settings) {
        List<String> wanted = resource.configurationKeys();
        for (Setting setting : settings) {
            if (wanted == null || wanted.isEmpty() || wanted.contains(setting.name())) {
                var described = new DescribeConfigsResourceResult()
                        .setName(setting.name())
                        .setValue(setting.value())
                        .setReadOnly(setting.readOnly())
                        .setConfigSource(setting.source())
                        .setIsSensitive(setting.sensitive())
                        .setConfigType(setting.type())
                        .setDocumentation(request.includeDocumentation() ? setting.documentation() : null);
                if (request.includeSynonyms()) {
                    setting.candidates().forEach(candidate -> described
                            .synonyms()
                            .add(new DescribeConfigsSynonym()
                                    .setName(candidate.name())
                                    .setValue(candidate.value())
                                    .setSource(candidate.source())));
                }
                result.configs().add(described);
            }
        }
        return result;
    }
}
