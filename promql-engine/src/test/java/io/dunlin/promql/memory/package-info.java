/** A storage in plain arrays behind the core's interfaces, so that the engine is tested without a database. */
package io.dunlin.promql.memory;
