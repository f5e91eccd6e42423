/**
 * Which configs may be set while the cluster runs, and what values they take. The table of topic configs lives here;
 * the server brings the one of broker configs.
 *
 * <p>Floor: broker, pure. Thread: values.
 */
package io.millrace.broker.metadata.config;
