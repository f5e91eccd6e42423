package io.millrace.connect.plugins.validate;

/** One key: its definition (null for a key that nobody defines) and its value. */
public record ConfigInfo(ConfigKeyInfo definition, ConfigValueInfo value) {}
