/** What an order is, for readers that know nothing of this shop. */
export const ORDER_SCHEMA = {
  type: 'record',
  name: 'Order',
  namespace: 'leat.shop',
  doc: 'An order of the shop of "leat try orders". When it was placed is the timestamp of the record.',
  fields: [
    { name: 'order_id', type: 'string' },
    { name: 'customer_id', type: 'string' },
    { name: 'channel', type: 'string', doc: 'web, app or store' },
    {
      name: 'lines',
      type: {
        type: 'array',
        items: {
          type: 'record',
          name: 'OrderLine',
          fields: [
            { name: 'sku', type: 'string' },
            { name: 'name', type: 'string' },
            { name: 'quantity', type: 'int' },
            { name: 'unit_price', type: 'double', doc: 'In the currency of the order.' },
          ],
        },
      },
    },
    { name: 'total', type: 'double' },
    { name: 'currency', type: 'string', doc: 'ISO 4217' },
    { name: 'payment', type: 'string', doc: 'card, invoice or wallet' },
    {
      name: 'ship_to',
      type: {
        type: 'record',
        name: 'Place',
        fields: [
          { name: 'city', type: 'string' },
          { name: 'country', type: 'string', doc: 'ISO 3166-1, two letters' },
        ],
      },
    },
  ],
} as const
