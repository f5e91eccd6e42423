/** Apache Kafka's own command line tools against our broker: each is run and what it prints is checked. */
package io.millrace.integration.tools;
