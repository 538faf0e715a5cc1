import { Field, ID, Int, ObjectType } from 'type-graphql';
import { SealedKind } from './sealed-kind.js';
import type { KeyUse } from './sealed-values.js';

@ObjectType('SealedCount', { description: 'How many values of a kind are sealed.', simpleResolvers: true })
export class SealedCountType {
  @Field(() => SealedKind)
  kind!: SealedKind;

  @Field(() => Int)
  values!: number;
}

@ObjectType('SealingKey', {
  description: 'A key of HUB_ENCRYPTION_KEYS, and how much in the database it sealed. Never the key itself.',
  simpleResolvers: true,
})
export class SealingKeyType implements KeyUse {
  @Field(() => ID, {
    nullable: true,
    description: 'Null for all keys together that the hub was not given: what they sealed cannot be opened.',
  })
  id!: string | null;

  @Field(() => Boolean, { description: 'Whether new values are sealed by it: it is the first of the keys.' })
  seals!: boolean;

  @Field(() => Int, { description: 'How many values it sealed. An old key can go once there is none.' })
  values!: number;

  @Field(() => [SealedCountType], { description: 'The same by kind; kinds of which it sealed none are left out.' })
  kinds!: SealedCountType[];
}
