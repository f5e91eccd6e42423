package io.millrace.connect.plugins.config;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;

/** Adds the keys of one group to a definition, each as one readable statement. */
final class KeyGroup {
    private final ConfigDef definition;
    private final String group;

    KeyGroup(ConfigDef definition, String group) {
        this.definition = definition;
        this.group = group;
    }

    Key key(String name, ConfigDef.Type type, int order) {
        return new Key(name, type, order);
    }

    /** One key in the making; what is not said has the commonest value. */
    final class Key {
        private final String name;
        private final ConfigDef.Type type;
        private final int order;
        private Object defaultValue = ConfigDef.NO_DEFAULT_VALUE;
        private Validator validator;
        private Importance importance = Importance.LOW;
        private Width width = Width.SHORT;
        private ConfigDef.Recommender recommender;

        private Key(String name, ConfigDef.Type type, int order) {
            this.name = name;
            this.type = type;
            this.order = order;
        }

        Key byDefault(Object value) {
            this.defaultValue = value;
            return this;
        }

        Key valid(Validator newValidator) {
            this.validator = newValidator;
            return this;
        }

        Key weighs(Importance newImportance, Width newWidth) {
            this.importance = newImportance;
            this.width = newWidth;
            return this;
        }

        Key recommended(ConfigDef.Recommender newRecommender) {
            this.recommender = newRecommender;
            return this;
        }

        /** Ends the statement. */
        void means(String displayName, String documentation) {
            definition.define(
                    name,
                    type,
                    defaultValue,
                    validator,
                    importance,
                    documentation,
                    group,
                    order,
                    width,
                    displayName,
                    List.of(),
                    recommender);
        }
    }
}
