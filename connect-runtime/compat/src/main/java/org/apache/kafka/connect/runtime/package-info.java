/**
 * Classes of the stock runtime that plugins name in their code, written anew with the members they use.
 *
 * <p>Floor: connect-api. Thread: values, no threads of their own.
 */
package org.apache.kafka.connect.runtime;
