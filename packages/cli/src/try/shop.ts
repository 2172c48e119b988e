/** What the shop of `leat try orders` sells and whom it knows. Prices are in cents: money is never a fraction. */
export const GOODS = [
  { sku: 'beans-house-1kg', name: 'House blend, 1 kg', priceCents: 1_890 },
  { sku: 'beans-ethiopia-250g', name: 'Ethiopia Guji, 250 g', priceCents: 1_150 },
  { sku: 'beans-decaf-500g', name: 'Decaf, 500 g', priceCents: 1_390 },
  { sku: 'filter-paper-100', name: 'Paper filters, 100', priceCents: 490 },
  { sku: 'cup-porcelain', name: 'Porcelain cup', priceCents: 1_200 },
  { sku: 'grinder-hand', name: 'Hand grinder', priceCents: 8_900 },
  { sku: 'kettle-gooseneck', name: 'Gooseneck kettle', priceCents: 6_450 },
  { sku: 'machine-lever', name: 'Lever machine', priceCents: 74_900 },
] as const

export const PLACES = [
  { city: 'Hamburg', country: 'DE', currency: 'EUR' },
  { city: 'Lyon', country: 'FR', currency: 'EUR' },
  { city: 'Porto', country: 'PT', currency: 'EUR' },
  { city: 'Gdansk', country: 'PL', currency: 'PLN' },
  { city: 'Leeds', country: 'GB', currency: 'GBP' },
  { city: 'Austin', country: 'US', currency: 'USD' },
] as const

export const PAYMENTS = ['card', 'card', 'card', 'invoice', 'wallet'] as const
export const CHANNELS = ['web', 'web', 'app', 'store'] as const
