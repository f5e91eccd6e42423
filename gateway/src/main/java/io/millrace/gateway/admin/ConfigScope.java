package io.millrace.gateway.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.topics.V3Documents;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** Whose configs they are. */
public enum ConfigScope {
    /** Those of the topic in the path. */
    TOPIC("KafkaTopicConfig") {
        @Override
        String owner(Exchange exchange) {
            return exchange.part("topic");
        }

        @Override
        ConfigResource resource(String owner) {
            return new ConfigResource(ConfigResource.Type.TOPIC, owner);
        }

        @Override
        String path(String owner) {
            return V3Documents.path("topics", owner) + "/configs";
        }

        @Override
        String name(String owner) {
            return "/topic=" + owner;
        }

        @Override
        void identify(ObjectNode document, String owner) {
            document.put("topic_name", owner);
        }
    },

    /** Those of the broker in the path. */
    BROKER("KafkaBrokerConfig") {
        @Override
        String owner(Exchange exchange) {
            return Integer.toString(broker(exchange));
        }

        @Override
        ConfigResource resource(String owner) {
            return new ConfigResource(ConfigResource.Type.BROKER, owner);
        }

        @Override
        String path(String owner) {
            return "/brokers/" + owner + "/configs";
        }

        @Override
        String name(String owner) {
            return "/broker=" + owner;
        }

        @Override
        void identify(ObjectNode document, String owner) {
            document.put("broker_id", Integer.parseInt(owner));
        }
    },

    /** Those that all brokers have, unless one has its own. */
    CLUSTER("KafkaClusterConfig") {
        @Override
        String owner(Exchange exchange) {
            return "";
        }

        @Override
        ConfigResource resource(String owner) {
            return new ConfigResource(ConfigResource.Type.BROKER, owner);
        }

        @Override
        String path(String owner) {
            return "/broker-configs";
        }

        @Override
        String name(String owner) {
            return "/broker-config=BROKER";
        }

        @Override
        void identify(ObjectNode document, String owner) {
            document.put("config_type", "BROKER");
        }
    };

    private final String kind;

    ConfigScope(String kind) {
        this.kind = kind;
    }

    String kind() {
        return kind;
    }

    /** Whose configs the path names: a topic, the number of a broker, or nothing. */
    abstract String owner(Exchange exchange);

    abstract ConfigResource resource(String owner);

    /** Where the configs are, behind the cluster's own path. */
    abstract String path(String owner);

    /** The owner in names of resources. */
    abstract String name(String owner);

    /** Says the owner in a document. */
    abstract void identify(ObjectNode document, String owner);

    /** A config of an owner as v3 shows it. */
    ObjectNode document(V3Documents documents, String owner, ConfigEntry entry) {
        ObjectNode document =
                documents.resource(kind, path(owner) + "/" + entry.name(), name(owner) + "/config=" + entry.name());
        identify(document, owner);
        document.put("name", entry.name()).put("value", entry.value());
        document.put("is_default", entry.isDefault()).put("is_read_only", entry.isReadOnly());
        document.put("is_sensitive", entry.isSensitive())
                .put("source", entry.source().name());
        ArrayNode synonyms = document.putArray("synonyms");
        entry.synonyms().forEach(each -> synonyms.addObject()
                .put("name", each.name())
                .put("value", each.value())
                .put("source", each.source().name()));
        return document;
    }

    /** The id of the broker in the path; 404 where no broker can have it. */
    static int broker(Exchange exchange) {
        String written = exchange.part("broker");
        try {
            int id = Integer.parseInt(written);
            if (id >= 0) {
                return id;
            }
        } catch (NumberFormatException e) {
            throw noBroker(written);
        }
        throw noBroker(written);
    }

    static HttpProblemException noBroker(String written) {
        return new HttpProblemException(404, "Broker " + written + " cannot be found");
    }
}
