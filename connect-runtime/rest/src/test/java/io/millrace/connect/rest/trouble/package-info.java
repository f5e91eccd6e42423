/** Plugins of tests that behave as badly as they are told to. */
package io.millrace.connect.rest.trouble;
