package io.millrace.connect.plugins.config;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** A value that must be a regular expression, or a list of them. */
final class RegexValidator implements ConfigDef.Validator {
    @Override
    public void ensureValid(String key, Object value) {
        if (value instanceof Iterable<?> several) {
            several.forEach(one -> ensureValid(key, one));
        } else if (value != null) {
            try {
                Pattern.compile(value.toString());
            } catch (PatternSyntaxException e) {
                throw new ConfigException(key, value, "Syntax error in regular expression: " + e.getMessage());
            }
        }
    }

    @Override
    public String toString() {
        return "valid regex";
    }
}
