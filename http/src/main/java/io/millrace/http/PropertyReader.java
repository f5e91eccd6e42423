package io.millrace.http;

import java.util.Map;

/** Reads single properties and says what is wrong with them. */
public final class PropertyReader {
    private final Map<String, String> properties;

    public PropertyReader(Map<String, String> properties) {
        this.properties = properties;
    }

    public String text(String key, String otherwise) {
        return properties.getOrDefault(key, otherwise);
    }

    public String required(String key) {
        String value = properties.get(key);
        if (value == null || value.isBlank()) {
            throw new ConfigException(key + " is missing");
        }
        return value;
    }

    public int number(String key, int otherwise, int min, int max) {
        String value = properties.get(key);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value.trim());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new ConfigException(key + "=" + value + " is not a number");
        }
        throw new ConfigException(key + "=" + value + " is not between " + min + " and " + max);
    }

    public boolean flag(String key, boolean otherwise) {
        String value = properties.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
            return Boolean.parseBoolean(value);
        }
        throw new ConfigException(key + "=" + value + " is neither true nor false");
    }
}
