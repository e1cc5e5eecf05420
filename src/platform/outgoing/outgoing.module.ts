import { Global, Module } from '@nestjs/common';
import { AllowedAddresses } from './allowed-addresses.js';
import { Destinations } from './destinations.js';
import { NameResolver } from './name-resolver.js';
import { OutgoingPost } from './outgoing-post.js';

/** Requests to servers that somebody else has chosen. */
@Global()
@Module({
  providers: [NameResolver, AllowedAddresses, Destinations, OutgoingPost],
  exports: [NameResolver, Destinations, OutgoingPost],
})
export class OutgoingModule {}
